//! Whatever a constructor lets through keeps the limits in its JSON, and is the same when it is read back.

use proptest::prelude::*;
use serde_json::Value;
use whatsapp::message::{
    AddressRequest, AddressValues, Audio, Button, Buttons, CardAction, Cards, Carousel, Catalog, Component,
    ContactCard, ContactInfoRequest, ContactName, ContactPhone, Contacts, Content, Document, Form, FormRef,
    Header, HeaderValue, Image, LimitError, Link, List, Location, LocationRequest, Media, MediaCard, Message,
    Parameter, Product, ProductCard, ProductList, ProductSection, Reaction, Recipient, Row, Section, Sticker,
    Template, TemplateButton, TemplateCard, Text, Video, Words,
};

const KINDS: usize = 21;

/// Short texts of any kind, and long ones around the limits.
fn text() -> impl Strategy<Value = String> {
    let lengths = [19_usize, 20, 21, 24, 25, 60, 61, 72, 73, 160, 161, 256, 257, 1024, 1025, 4096, 4097];
    prop_oneof![6 => "[^\\p{C}]{1,20}", 1 => any::<String>(), 2 => proptest::sample::select(lengths.to_vec()).prop_map(|n| "ü".repeat(n))]
}

struct Parts {
    texts: Vec<String>,
    n: usize,
    flag: bool,
}

impl Parts {
    fn text(&self, at: usize) -> String {
        self.texts[at].clone()
    }

    fn optional(&self, at: usize) -> Option<String> {
        self.flag.then(|| self.text(at))
    }

    fn media(&self) -> Media {
        if self.flag {
            Media::Id(self.text(3))
        } else {
            Media::Link(format!("https://example.org/{}", self.n))
        }
    }

    fn words(&self) -> Result<Words, LimitError> {
        let words = Words::new(None, self.text(0), self.optional(2))?;
        match self.n % 4 {
            0 => Ok(words),
            1 => words.with_header(Header::Text(self.text(1))),
            2 => words.with_header(Header::Image(self.media())),
            _ => words.with_header(Header::Document { media: self.media(), filename: self.optional(1) }),
        }
    }

    fn buttons(&self) -> Vec<Button> {
        (0..self.n)
            .map(|n| Button::new(format!("{n}{}", self.text(3)), format!("{n}{}", self.text(4))))
            .collect()
    }

    fn products(&self) -> Vec<ProductSection> {
        vec![
            ProductSection { title: self.optional(1), products: vec![self.text(3); self.n * 4] };
            1 + self.n % 2
        ]
    }

    fn list(&self) -> Result<List, LimitError> {
        let row = |n: usize| Row { id: format!("{n}"), title: self.text(4), description: self.optional(5) };
        let sections = vec![Section { title: self.optional(3), rows: (0..self.n).map(row).collect() }];
        List::new(self.words()?, self.text(1), sections)
    }

    fn carousel(&self) -> Result<Carousel, LimitError> {
        let action = if self.flag {
            CardAction::Replies(self.buttons())
        } else {
            CardAction::Link { title: self.text(4), url: "https://a".into() }
        };
        let card = MediaCard { header: Header::Video(self.media()), body: Some(self.text(1)), action };
        Carousel::new(self.text(0), Cards::Media(vec![card; self.n]))
    }

    fn template(&self) -> Result<Template, LimitError> {
        let value = |n: usize| match self.flag {
            true => Parameter::named(format!("name_{n}"), self.text(n % 6)),
            false => Parameter::text(self.text(n % 6)),
        };
        let button = match self.n % 5 {
            0 => TemplateButton::QuickReply(self.text(0)),
            1 => TemplateButton::Url(self.text(1)),
            2 => TemplateButton::CopyCode(self.text(2)),
            3 => TemplateButton::Form { token: self.optional(3), data: None },
            _ => TemplateButton::Products { thumbnail: self.text(4), sections: self.products() },
        };
        let button = Component::Button { index: 1, button };
        let header = Component::Header(HeaderValue::Text(value(0)));
        let card = TemplateCard {
            components: vec![Component::Header(HeaderValue::Image(self.media())), button.clone()],
        };
        let body = Component::Body((0..self.n).map(value).collect());
        Template::new(
            self.text(5),
            "en_US",
            vec![header, body, button, Component::Carousel(vec![card; self.n])],
        )
    }

    fn contacts(&self) -> Result<Contacts, LimitError> {
        let name = ContactName {
            formatted_name: self.text(0),
            first_name: Some(self.text(1)),
            ..Default::default()
        };
        let phones = vec![ContactPhone { phone: self.text(2), kind: self.optional(3), wa_id: None }];
        Contacts::new(vec![
            ContactCard { name, phones, birthday: self.optional(4), ..Default::default() };
            self.n
        ])
    }

    fn content(&self, kind: usize) -> Result<Content, LimitError> {
        Ok(match kind {
            0 => Text::new(self.text(0))?.with_preview_url().into(),
            1 => Image::new(self.media())?.with_caption(self.text(0))?.into(),
            2 => Video::new(self.media())?.with_caption(self.text(0))?.into(),
            3 => Audio::new(self.media())?.as_voice().into(),
            4 => Document::new(self.media())?.with_caption(self.text(0))?.with_filename(self.text(1))?.into(),
            5 => Sticker::new(self.media())?.into(),
            6 => Location::new(self.n as f64 * 11.5, -(self.n as f64))?.with_name(self.text(0))?.into(),
            7 => self.contacts()?.into(),
            8 => Reaction::new(self.text(0), self.text(1))?.into(),
            9 => Buttons::new(self.words()?, self.buttons())?.into(),
            10 => self.list()?.into(),
            11 => Link::new(self.words()?, self.text(4), "https://example.org/a?b=c")?.into(),
            12 => Form::new(self.words()?, self.text(4), FormRef::Name(self.text(3)))?
                .on_screen(self.optional(1), None)?
                .into(),
            13 => LocationRequest::new(self.text(0))?.into(),
            14 => ContactInfoRequest::new(self.text(0))?.into(),
            15 => {
                let values = AddressValues { city: self.optional(1), ..Default::default() };
                AddressRequest::new(self.words()?, "IN")?
                    .with_values(values)
                    .with_error("city", self.text(4))
                    .into()
            }
            16 => Product::new(self.text(3), self.text(4))?
                .with_words(self.optional(0), self.optional(2))?
                .into(),
            17 => ProductList::new(self.words()?, self.text(3), self.products())?.into(),
            18 => Catalog::new(self.words()?)?.with_thumbnail(self.text(3))?.into(),
            19 if self.flag => {
                let card = ProductCard { catalog_id: self.text(1), retailer_id: self.text(2) };
                Carousel::new(self.text(0), Cards::Products(vec![card; self.n]))?.into()
            }
            19 => self.carousel()?.into(),
            _ => self.template()?.into(),
        })
    }
}

/// The longest text and the most items at a place of the JSON, written down apart from the constructors.
fn most(kind: &str, place: &str) -> Option<usize> {
    let is_list = kind == "list";
    Some(match place {
        "text.body" => 4096,
        "image.caption" | "video.caption" | "document.caption" => 1024,
        "interactive.body.text" if is_list => 4096,
        "interactive.body.text" => 1024,
        "interactive.header.text" | "interactive.footer.text" => 60,
        "interactive.action.buttons" => 3,
        "interactive.action.buttons[].reply.id" => 256,
        "interactive.action.buttons[].reply.title" => 20,
        "interactive.action.button" | "interactive.action.parameters.display_text" => 20,
        "interactive.action.parameters.flow_cta" => 30,
        "interactive.action.sections" | "interactive.action.sections[].rows" | "interactive.action.cards" => {
            10
        }
        "interactive.action.sections[].title" | "interactive.action.sections[].rows[].title" => 24,
        "interactive.action.sections[].rows[].id" => 200,
        "interactive.action.sections[].rows[].description" => 72,
        "interactive.action.sections[].product_items" => 30,
        "interactive.action.cards[].body.text" => 160,
        "interactive.action.cards[].action.parameters.display_text" => 20,
        "interactive.action.cards[].action.buttons" => 3,
        "interactive.action.cards[].action.buttons[].quick_reply.id" => 20,
        "interactive.action.cards[].action.buttons[].quick_reply.title" => 20,
        "contacts" => 257,
        "template.name" => 512,
        "template.components[].parameters[].coupon_code" => 20,
        "template.components[].cards[].components[].parameters[].coupon_code" => 20,
        "template.components[].cards" => 10,
        _ => return None,
    })
}

fn check(kind: &str, place: &str, value: &Value) {
    let within = |actual: usize| {
        if let Some(most) = most(kind, place) {
            assert!((1..=most).contains(&actual), "{place} has {actual}, allowed are {most}");
        }
    };
    match value {
        Value::String(text) => within(text.chars().count()),
        Value::Array(items) => {
            within(items.len());
            items.iter().for_each(|item| check(kind, &format!("{place}[]"), item));
        }
        Value::Object(object) => {
            let join =
                |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
            object.iter().for_each(|(name, value)| check(kind, &join(name), value));
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn what_a_constructor_lets_through_keeps_the_limits_and_comes_back_the_same(
        kind in 0..KINDS,
        texts in proptest::collection::vec(text(), 6),
        n in 0..12_usize,
        flag in any::<bool>(),
        by_phone in any::<bool>(),
    ) {
        let parts = Parts { texts, n, flag };
        if let Ok(content) = parts.content(kind) {
            let to = if by_phone { Recipient::Phone("+1".into()) } else { Recipient::UserId("US.1".into()) };
            let message = Message::new(to, content).with_reply_to("wamid.A").with_callback_data("x").unwrap();
            let json = serde_json::to_value(&message).unwrap();
            let sub_kind = json["interactive"]["type"].as_str().unwrap_or_default();
            check(sub_kind, "", &json);
            prop_assert_eq!(serde_json::from_value::<Message>(json).unwrap(), message);
        }
    }
}

#[test]
fn every_kind_is_made_by_the_property() {
    let texts = vec!["a".to_owned(); 6];
    for kind in 0..KINDS {
        let is_made = |n, flag| Parts { texts: texts.clone(), n, flag }.content(kind).is_ok();
        assert!((1..=4).any(|n| is_made(n, true) || is_made(n, false)), "{kind}");
    }
}
