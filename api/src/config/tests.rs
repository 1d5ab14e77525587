use super::*;

fn faults(settings: Settings) -> Vec<String> {
    settings.check().err().map(|error| error.0).unwrap_or_default()
}

fn production() -> Settings {
    Settings {
        env: Some(Environment::Production),
        public_url: Some("https://wa.example.com".into()),
        smtp_url: Some("smtps://user:hunter2@mail.example.com".into()),
        mail_from: Some("MGS WA <no-reply@example.com>".into()),
        listen: Some("0.0.0.0:8080".parse().unwrap()),
        ..Settings::default()
    }
}

#[test]
fn nothing_needs_to_be_set_to_try_it() {
    let config = Settings::default().check().unwrap();
    assert_eq!(config.env, Environment::Development);
    assert!(config.listen.ip().is_loopback());
    assert!(matches!(config.mail, Mail::Folder(_)));
    assert_eq!(config.public_url_on(4321).as_str(), "http://localhost:4321/");
}

#[test]
fn production_starts_when_everything_is_said() {
    assert_eq!(faults(production()), Vec::<String>::new());
}

#[test]
fn what_is_wrong_is_refused_in_a_sentence() {
    let set = |change: fn(&mut Settings), base: fn() -> Settings| {
        let mut settings = base();
        change(&mut settings);
        faults(settings)
    };
    type Case = (fn(&mut Settings), fn() -> Settings, &'static str);
    let cases: &[Case] = &[
        (|s| s.listen = "0.0.0.0:80".parse().ok(), Settings::default, "this machine only"),
        (|s| s.metrics_listen = "0.0.0.0:80".parse().ok(), production, "loopback"),
        (|s| s.database_url = Some("mysql://x".into()), production, "postgres://"),
        (|s| s.database_url = Some("postgres://db/a".into()), production, "database_pipeline_url"),
        (|s| s.database_pipeline_url = Some("postgres://db/a".into()), production, "needs database_url"),
        (|s| s.database_owner_url = Some("oracle://db".into()), production, "database_owner_url is not"),
        (|s| s.public_url = Some("http://192.168.0.2".into()), Settings::default, "https://"),
        (|s| s.public_url = Some("https://x.org/path".into()), production, "address alone"),
        (|s| s.public_url = Some("ftp://x.org".into()), production, "no http or https"),
        (|s| s.public_url = Some("http://wa.example.com".into()), production, "https://"),
        (|s| s.public_url = None, production, "needs public_url"),
        (|s| s.smtp_url = None, production, "needs smtp_url"),
        (|s| s.smtp_url = Some("smtp://mail.example.com".into()), production, "in the clear"),
        (|s| s.smtp_url = Some("mail.example.com".into()), Settings::default, "smtps://"),
        (|s| s.mail_dir = Some("mail".into()), production, "exclude each other"),
        (|s| s.mail_from = None, production, "needs mail_from"),
        (|s| s.mail_from = Some("nobody".into()), Settings::default, "mail_from"),
        (|s| s.graph_base_url = Some("http://127.0.0.1:1".into()), production, "graph_base_url"),
        (|s| s.simulator_url = Some("http://10.0.0.1".into()), Settings::default, "this machine"),
        (
            |s| s.trusted_proxies = Some("10.0.0.1, proxy".into()),
            production,
            "proxy is neither an address nor a network",
        ),
        (|s| s.keep_done_days = Some(7), production, "at least 8"),
        (|s| s.keep_failed_days = Some(29), production, "less than keep_done_days"),
    ];
    for (change, base, words) in cases {
        let faults = set(*change, *base);
        assert!(faults.iter().any(|fault| fault.contains(words)), "{words}: {faults:?}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let settings = Settings { env: Some(Environment::Production), ..Settings::default() };
    assert_eq!(faults(settings).len(), 3);
}

#[test]
fn secrets_are_masked_where_the_settings_are_shown() {
    let mut settings = production();
    settings.database_url = Some("postgres://mgs:hunter3@db/mgs".into());
    settings.database_pipeline_url = Some("postgres://pipeline:hunter5@db/mgs".into());
    settings.database_owner_url = Some("postgres://owner:hunter6@db/mgs".into());
    let config = settings.check().unwrap();
    for shown in [config.to_string(), format!("{config:?}")] {
        assert!(!shown.contains("hunter"), "{shown}");
    }
    assert!(config.to_string().contains("postgres://mgs:***@db/mgs"));
    let mut settings = production();
    settings.database_url = Some("postgres://db/mgs?user=mgs&password=hunter4&sslmode=require".into());
    settings.database_pipeline_url = Some("postgres://db/mgs?user=pipeline".into());
    let config = settings.check().unwrap();
    for shown in [config.to_string(), format!("{config:?}")] {
        assert!(!shown.contains("hunter"), "{shown}");
    }
    assert!(config.to_string().contains("user=mgs") && config.to_string().contains("sslmode=require"));
}

#[test]
fn a_file_is_read_under_the_flags_and_an_unknown_name_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mgs-wa.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:1\"\nmail_from = \"A <a@example.com>\"").unwrap();
    let flags = Settings { listen: "127.0.0.1:2".parse().ok(), ..Settings::default() };
    let config = Config::load(Some(&file), &flags).unwrap();
    assert_eq!((config.listen.port(), config.mail_from.as_str()), (2, "A <a@example.com>"));
    std::fs::write(&file, "lisen = \"127.0.0.1:1\"").unwrap();
    assert!(Config::load(Some(&file), &flags).unwrap_err().to_string().contains("lisen"));
    std::fs::write(&file, "listen = \"nowhere\"").unwrap();
    assert!(Config::load(Some(&file), &Settings::default()).unwrap_err().to_string().contains("listen"));
    assert!(Config::load(Some(&folder.path().join("gone")), &flags).is_err());
}
