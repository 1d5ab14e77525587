//! Meta's limits, one row each: what is just allowed passes, one more fails and names field, rule and limit.

use whatsapp::limits;
use whatsapp::message::{
    AddressRequest, Button, Buttons, CardAction, Cards, Carousel, Catalog, Component, ContactCard,
    ContactInfoRequest, ContactName, Contacts, Document, Form, FormRef, Header, HeaderValue, Image,
    LimitError, Link, List, Location, LocationRequest, Media, MediaCard, Message, Parameter, Product,
    ProductCard, ProductList, ProductSection, Reaction, Recipient, Row, Rule, Section, Template,
    TemplateButton, TemplateCard, Text, Video, Words,
};

type Try = fn(usize) -> Result<(), LimitError>;

fn x(n: usize) -> String {
    "é".repeat(n)
}

fn id() -> Media {
    Media::Id("1".into())
}

fn form() -> FormRef {
    FormRef::Id("1".into())
}

fn message() -> Message {
    Message::new(Recipient::Phone("1".into()), Text::new("x").unwrap())
}

fn button(id: usize, title: usize) -> Button {
    Button::new(x(id), x(title))
}

fn row(id: usize, title: usize, description: usize) -> Section {
    Section { title: None, rows: vec![Row { id: x(id), title: x(title), description: Some(x(description)) }] }
}

fn rows(n: usize) -> Vec<Row> {
    (0..n).map(|n| Row { id: n.to_string(), title: "r".into(), description: None }).collect()
}

fn titled() -> Words {
    Words::new(Some("h".into()), "b", None).unwrap()
}

fn products(n: usize) -> ProductSection {
    ProductSection { title: Some("t".into()), products: vec!["sku".into(); n] }
}

fn card(body: String, action: CardAction) -> MediaCard {
    MediaCard { header: Header::Image(id()), body: Some(body), action }
}

fn cards(body: &str, action: &CardAction) -> Result<Carousel, LimitError> {
    Carousel::new("b", Cards::Media(vec![card(body.into(), action.clone()); 2]))
}

fn replies(id: usize, title: usize) -> CardAction {
    CardAction::Replies(vec![button(id, title)])
}

fn template(component: Component) -> Result<(), LimitError> {
    Template::new("t", "en", vec![component]).map(drop)
}

fn template_button(button: TemplateButton) -> Result<(), LimitError> {
    template(Component::Button { index: 0, button })
}

/// Field, rule, limit and what makes a value of a given size.
fn table() -> Vec<(&'static str, Rule, usize, Try)> {
    [texts(), bodies(), buttons_and_lists(), products_and_cards(), templates()].concat()
}

fn texts() -> Vec<(&'static str, Rule, usize, Try)> {
    use Rule::{MaxChars, MaxItems, MaxValue};
    vec![
        ("text.body", MaxChars, 4096, |n| Text::new(x(n)).map(drop)),
        ("image.caption", MaxChars, 1024, |n| Image::new(id())?.with_caption(x(n)).map(drop)),
        ("video.caption", MaxChars, 1024, |n| Video::new(id())?.with_caption(x(n)).map(drop)),
        ("document.caption", MaxChars, 1024, |n| Document::new(id())?.with_caption(x(n)).map(drop)),
        ("biz_opaque_callback_data", MaxChars, 512, |n| message().with_callback_data(x(n)).map(drop)),
        ("contacts", MaxItems, 257, |n| {
            let name = ContactName {
                formatted_name: "A B".into(),
                last_name: Some("B".into()),
                ..Default::default()
            };
            Contacts::new(vec![ContactCard { name, ..Default::default() }; n]).map(drop)
        }),
        ("location.latitude", MaxValue, 90, |n| Location::new(-(n as f64), 0.0).map(drop)),
        ("location.longitude", MaxValue, 180, |n| Location::new(0.0, n as f64).map(drop)),
    ]
}

fn bodies() -> Vec<(&'static str, Rule, usize, Try)> {
    use Rule::MaxChars;
    vec![
        ("interactive.header.text", MaxChars, 60, |n| Words::new(Some(x(n)), "b", None).map(drop)),
        ("interactive.footer.text", MaxChars, 60, |n| Words::new(None, "b", Some(x(n))).map(drop)),
        ("interactive.body.text", MaxChars, 1024, |n| Buttons::new(x(n), vec![button(1, 1)]).map(drop)),
        ("interactive.body.text", MaxChars, 4096, |n| List::new(x(n), "o", vec![row(1, 1, 1)]).map(drop)),
        ("interactive.body.text", MaxChars, 1024, |n| Link::new(x(n), "t", "https://a").map(drop)),
        ("interactive.body.text", MaxChars, 1024, |n| Form::new(x(n), "t", form()).map(drop)),
        ("interactive.body.text", MaxChars, 1024, |n| LocationRequest::new(x(n)).map(drop)),
        ("interactive.body.text", MaxChars, 1024, |n| ContactInfoRequest::new(x(n)).map(drop)),
        ("interactive.body.text", MaxChars, 1024, |n| AddressRequest::new(x(n), "IN").map(drop)),
        ("interactive.body.text", MaxChars, 1024, |n| Catalog::new(x(n)).map(drop)),
        ("interactive.body.text", MaxChars, 1024, |n| {
            Product::new("1", "2")?.with_words(Some(x(n)), None).map(drop)
        }),
        ("interactive.body.text", MaxChars, 1024, |n| {
            let words = Words::new(Some("h".into()), x(n), None)?;
            ProductList::new(words, "1", vec![products(1)]).map(drop)
        }),
        ("interactive.body.text", MaxChars, 1024, |n| {
            let card = ProductCard { catalog_id: "1".into(), retailer_id: "2".into() };
            Carousel::new(x(n), Cards::Products(vec![card; 2])).map(drop)
        }),
    ]
}

fn buttons_and_lists() -> Vec<(&'static str, Rule, usize, Try)> {
    use Rule::{MaxChars, MaxItems};
    vec![
        ("interactive.action.buttons", MaxItems, 3, |n| {
            Buttons::new("b", (0..n).map(|n| Button::new(n.to_string(), n.to_string())).collect()).map(drop)
        }),
        ("interactive.action.buttons[0].reply.id", MaxChars, 256, |n| {
            Buttons::new("b", vec![button(n, 1)]).map(drop)
        }),
        ("interactive.action.buttons[0].reply.title", MaxChars, 20, |n| {
            Buttons::new("b", vec![button(1, n)]).map(drop)
        }),
        ("interactive.action.button", MaxChars, 20, |n| List::new("b", x(n), vec![row(1, 1, 1)]).map(drop)),
        ("interactive.action.sections", MaxItems, 10, |n| {
            let section = |n: usize| Section { title: Some("t".into()), rows: vec![rows(n + 1).remove(n)] };
            List::new("b", "o", (0..n).map(section).collect()).map(drop)
        }),
        ("interactive.action.sections[0].rows", MaxItems, 10, |n| {
            List::new("b", "o", vec![Section { title: None, rows: rows(n) }]).map(drop)
        }),
        ("interactive.action.sections[0].title", MaxChars, 24, |n| {
            List::new("b", "o", vec![Section { title: Some(x(n)), rows: rows(1) }]).map(drop)
        }),
        ("interactive.action.sections[0].rows[0].id", MaxChars, 200, |n| {
            List::new("b", "o", vec![row(n, 1, 1)]).map(drop)
        }),
        ("interactive.action.sections[0].rows[0].title", MaxChars, 24, |n| {
            List::new("b", "o", vec![row(1, n, 1)]).map(drop)
        }),
        ("interactive.action.sections[0].rows[0].description", MaxChars, 72, |n| {
            List::new("b", "o", vec![row(1, 1, n)]).map(drop)
        }),
        ("interactive.action.parameters.display_text", MaxChars, 20, |n| {
            Link::new("b", x(n), "https://a").map(drop)
        }),
        ("interactive.action.parameters.flow_cta", MaxChars, 30, |n| Form::new("b", x(n), form()).map(drop)),
    ]
}

fn products_and_cards() -> Vec<(&'static str, Rule, usize, Try)> {
    use Rule::{MaxChars, MaxItems};
    vec![
        ("interactive.action.sections", MaxItems, 10, |n| {
            ProductList::new(titled(), "1", vec![products(1); n]).map(drop)
        }),
        ("interactive.action.sections[0].product_items", MaxItems, 30, |n| {
            ProductList::new(titled(), "1", vec![products(n)]).map(drop)
        }),
        ("interactive.action.cards", MaxItems, 10, |n| {
            Carousel::new("b", Cards::Media(vec![card("b".into(), replies(1, 1)); n])).map(drop)
        }),
        ("interactive.action.cards[0].body.text", MaxChars, 160, |n| cards(&x(n), &replies(1, 1)).map(drop)),
        ("interactive.action.cards[0].body.text line breaks", MaxItems, 2, |n| {
            cards(&format!("a{}b", "\n".repeat(n)), &replies(1, 1)).map(drop)
        }),
        ("interactive.action.cards[0].action.buttons[0].quick_reply.id", MaxChars, 20, |n| {
            cards("b", &replies(n, 1)).map(drop)
        }),
        ("interactive.action.cards[0].action.buttons[0].quick_reply.title", MaxChars, 20, |n| {
            cards("b", &replies(1, n)).map(drop)
        }),
    ]
}

fn templates() -> Vec<(&'static str, Rule, usize, Try)> {
    use Rule::{MaxChars, MaxItems, MaxValue};
    vec![
        ("template.name", MaxChars, 512, |n| Template::new(x(n), "en", vec![]).map(drop)),
        ("template.components[0].parameters[0].text", MaxChars, 1024, |n| {
            template(Component::Body(vec![Parameter::text(x(n))]))
        }),
        ("template.components[0].parameters[0].text", MaxChars, 60, |n| {
            template(Component::Header(HeaderValue::Text(Parameter::named("a", x(n)))))
        }),
        ("template.components[0].index", MaxValue, 9, |n| {
            let button = TemplateButton::Catalog { thumbnail: None };
            template(Component::Button { index: n.try_into().unwrap(), button })
        }),
        ("template.components[0].parameters[0].coupon_code", MaxChars, 20, |n| {
            template_button(TemplateButton::CopyCode(x(n)))
        }),
        ("template.components[0].parameters[0].text", MaxChars, 2000, |n| {
            template_button(TemplateButton::Url(x(n)))
        }),
        ("template.components[0].parameters[0].action.sections[0].product_items", MaxItems, 30, |n| {
            template_button(TemplateButton::Products { thumbnail: "1".into(), sections: vec![products(n)] })
        }),
        ("template.components[0].cards", MaxItems, 10, |n| {
            let body = Component::Body(vec![Parameter::text("b")]);
            template(Component::Carousel(vec![TemplateCard { components: vec![body] }; n]))
        }),
    ]
}

#[test]
fn what_is_just_allowed_passes_and_one_more_fails() {
    for (field, rule, limit, make) in table() {
        assert_eq!(make(limit), Ok(()), "{field} {limit}");
        let error = make(limit + 1).unwrap_err();
        assert_eq!(error, LimitError { field: field.into(), rule, limit, actual: limit + 1 });
    }
}

#[test]
fn rows_of_several_sections_are_counted_together() {
    let spread = |n: usize| {
        let mut all = rows(n + 5);
        let second = all.split_off(5);
        let section = |rows| Section { title: Some("t".into()), rows };
        List::new("b", "o", vec![section(all), section(second)])
    };
    assert!(spread(5).is_ok());
    assert_eq!(spread(6).unwrap_err().field, "interactive.action.sections[].rows");
    let products = |n| ProductList::new(titled(), "1", vec![products(15), products(n)]).map(drop);
    assert_eq!(products(15), Ok(()));
    assert_eq!(products(16).unwrap_err().field, "interactive.action.sections[].product_items");
}

type Broken = (Result<(), LimitError>, &'static str, Rule);

fn names(rows: Vec<Broken>) {
    for (result, field, rule) in rows {
        let error = result.unwrap_err();
        assert_eq!((error.field, error.rule), (field.to_owned(), rule));
    }
}

#[test]
fn what_is_missing_or_misshapen_names_its_field() {
    let nobody = ContactCard {
        name: ContactName { formatted_name: "A".into(), ..Default::default() },
        ..Default::default()
    };
    names(vec![
        (Image::new(Media::Id(" ".into())).map(drop), "image.id", Rule::MinChars),
        (Image::new(Media::Link("ftp://a".into())).map(drop), "image.link", Rule::Format),
        (Image::new(Media::Link("https://".into())).map(drop), "image.link", Rule::Format),
        (Image::new(Media::Link("https://a b".into())).map(drop), "image.link", Rule::Format),
        (
            Document::new(id()).and_then(|d| d.with_filename("")).map(drop),
            "document.filename",
            Rule::MinChars,
        ),
        (Reaction::new("wamid.A", "").map(drop), "reaction.emoji", Rule::MinChars),
        (Reaction::removal(" ").map(drop), "reaction.message_id", Rule::MinChars),
        (Location::new(f64::NAN, 0.0).map(drop), "location.latitude", Rule::MaxValue),
        (Contacts::new(vec![]).map(drop), "contacts", Rule::MinItems),
        (Contacts::new(vec![nobody]).map(drop), "contacts[0].name.first_name", Rule::MinChars),
    ]);
}

#[test]
fn what_is_missing_in_interactive_messages_names_its_field() {
    names(vec![
        (Link::new("b", "t", "example.org").map(drop), "interactive.action.parameters.url", Rule::Format),
        (
            Form::new("b", "t", FormRef::Name(String::new())).map(drop),
            "interactive.action.parameters.flow_name",
            Rule::MinChars,
        ),
        (
            Form::new("b", "t", form())
                .and_then(|f| f.on_screen(None, Some(serde_json::Map::new())))
                .map(drop),
            "interactive.action.parameters.flow_action_payload.data",
            Rule::MinItems,
        ),
        (AddressRequest::new("b", "India").map(drop), "interactive.action.parameters.country", Rule::Format),
        (ProductList::new("b", "1", vec![products(1)]).map(drop), "interactive.header.text", Rule::MinChars),
        (Catalog::new(titled()).map(drop), "interactive.header", Rule::Misplaced),
        (
            List::new(Words::from("b").with_header(Header::Image(id())).unwrap(), "o", vec![row(1, 1, 1)])
                .map(drop),
            "interactive.header",
            Rule::Misplaced,
        ),
        (
            Carousel::new("b", Cards::Media(vec![card("b".into(), replies(1, 1))])).map(drop),
            "interactive.action.cards",
            Rule::MinItems,
        ),
    ]);
}

#[test]
fn what_is_missing_in_templates_names_its_field() {
    let body = |parameters| template(Component::Body(parameters));
    names(vec![
        (Template::new("t", "en US", vec![]).map(drop), "template.language.code", Rule::Format),
        (
            body(vec![Parameter::text("a"), Parameter::named("b", "c")]),
            "template.components[0].parameters[1].parameter_name",
            Rule::Misplaced,
        ),
        (
            body(vec![Parameter::named("b", "c"), Parameter::named("b", "c")]),
            "template.components[0].parameters[1].parameter_name",
            Rule::Unique,
        ),
        (
            body(vec![Parameter::named("First", "c")]),
            "template.components[0].parameters[0].parameter_name",
            Rule::Format,
        ),
        (body(vec![]), "template.components[0].parameters", Rule::MinItems),
        (
            template(Component::LimitedTimeOffer { expiration_time_ms: -1 }),
            "template.components[0].parameters[0].limited_time_offer.expiration_time_ms",
            Rule::MinValue,
        ),
    ]);
}

#[test]
fn cards_that_differ_are_refused() {
    let link = CardAction::Link { title: "t".into(), url: "https://a".into() };
    let with =
        |second: MediaCard| Carousel::new("b", Cards::Media(vec![card("b".into(), link.clone()), second]));
    assert!(with(card("c".into(), link.clone())).is_ok());
    let video = MediaCard { header: Header::Video(id()), ..card("c".into(), link.clone()) };
    assert_eq!(with(video).unwrap_err().field, "interactive.action.cards[1].header");
    assert_eq!(
        with(card("c".into(), replies(1, 1))).unwrap_err().field,
        "interactive.action.cards[1].action"
    );
    let text = MediaCard { header: Header::Text("h".into()), ..card("c".into(), link.clone()) };
    assert_eq!(with(text).unwrap_err().field, "interactive.action.cards[1].header");
}

#[test]
fn a_template_takes_each_part_once() {
    let button = |index| Component::Button { index, button: TemplateButton::QuickReply("p".into()) };
    assert!(Template::new("t", "en", vec![button(0), button(1)]).is_ok());
    assert_eq!(
        Template::new("t", "en", vec![button(0), button(0)]).unwrap_err().field,
        "template.components[1]"
    );
    let offer = Component::LimitedTimeOffer { expiration_time_ms: 1 };
    let card = TemplateCard { components: vec![offer] };
    let error = template(Component::Carousel(vec![card; 2])).unwrap_err();
    assert_eq!(error.field, "template.components[0].cards[0].components[0]");
}

#[test]
fn the_table_and_the_list_of_limits_agree() {
    let used = |limit: usize| table().iter().any(|row| row.2 == limit);
    for limit in [
        limits::TEXT_BODY_CHARS,
        limits::CAPTION_CHARS,
        limits::CONTACTS,
        limits::LATITUDE_DEGREES,
        limits::LONGITUDE_DEGREES,
        limits::HEADER_CHARS,
        limits::BUTTONS,
        limits::BUTTON_ID_CHARS,
        limits::ROW_ID_CHARS,
        limits::ROW_DESCRIPTION_CHARS,
        limits::FORM_TITLE_CHARS,
        limits::PRODUCTS,
        limits::CARD_BODY_CHARS,
        limits::CARD_BODY_LINE_BREAKS,
        limits::TEMPLATE_NAME_CHARS,
        limits::TEMPLATE_LINK_CHARS,
    ] {
        assert!(used(limit), "{limit}");
    }
}
