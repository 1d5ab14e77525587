//! Figures: messages, conversations, prices, templates. Meta: Analytics.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Client, Page, SendError, Token};
use crate::limits;
use crate::message::limit::items;

/// How long a point of a series is. Meta: Analytics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granularity {
    /// Half an hour.
    HalfHour,
    /// A day.
    Day,
    /// A month.
    Month,
}

impl Granularity {
    fn of_messages(self) -> &'static str {
        match self {
            Self::HalfHour => "HALF_HOUR",
            Self::Day => "DAY",
            Self::Month => "MONTH",
        }
    }

    fn of_prices(self) -> &'static str {
        match self {
            Self::HalfHour => "HALF_HOUR",
            Self::Day => "DAILY",
            Self::Month => "MONTHLY",
        }
    }
}

/// What to count: from when to when (seconds since 1970), in which steps, of which numbers. Meta: Analytics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalyticsQuery {
    /// From then on.
    pub start: i64,
    /// Up to then.
    pub end: i64,
    /// In these steps.
    pub granularity: Granularity,
    /// Of these numbers, as they are shown; empty for all.
    pub phone_numbers: Vec<String>,
}

/// What to count about prices or conversations, and by what to divide it. Meta: Analytics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricingQuery {
    /// When, in which steps, of which numbers.
    pub range: AnalyticsQuery,
    /// Such as `COST`, `VOLUME` or `CONVERSATION`; empty for all.
    pub metric_types: Vec<String>,
    /// Such as `COUNTRY`, `PHONE` or `PRICING_CATEGORY`; empty for none.
    pub dimensions: Vec<String>,
}

/// Which templates to count. Meta: Analytics, Template analytics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateQuery {
    /// From then on, in seconds since 1970; at most 90 days back.
    pub start: i64,
    /// Up to then.
    pub end: i64,
    /// These templates, at most [`limits::TEMPLATES_ANALYSED`].
    pub template_ids: Vec<String>,
    /// Such as `SENT`, `DELIVERED`, `READ`, `CLICKED` or `COST`; empty for all.
    pub metric_types: Vec<String>,
}

/// How many messages were sent and delivered. Meta: Analytics, Messaging analytics.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Analytics {
    /// Of these numbers.
    pub phone_numbers: Vec<String>,
    /// In these steps.
    pub granularity: String,
    /// The series.
    pub data_points: Vec<DataPoint>,
}

/// Conversations, and what they cost. Meta: Analytics, Conversation analytics.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct ConversationAnalytics {
    /// The series.
    pub data_points: Vec<DataPoint>,
}

/// Messages by price, and what they cost. Meta: Analytics, Pricing analytics.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct PricingAnalytics {
    /// The series.
    pub data_points: Vec<DataPoint>,
}

/// What became of templates. Meta: Analytics, Template analytics.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct TemplateAnalytics {
    /// In these steps.
    pub granularity: String,
    /// The series.
    pub data_points: Vec<DataPoint>,
}

/// One point of a series: the figures and dimensions Meta names, under Meta's names. Meta: Analytics.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct DataPoint {
    /// When it begins, in seconds since 1970.
    pub start: i64,
    /// When it ends, in seconds since 1970.
    pub end: i64,
    /// Such as `sent`, `delivered`, `conversation`, `volume`, `cost` or `country`.
    #[serde(flatten)]
    pub values: Map<String, Value>,
}

impl DataPoint {
    /// A figure by Meta's name.
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.values.get(name)?.as_f64()
    }
}

/// `{"data":[{"data_points":[…]}]}`, as conversations and prices are answered.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Series {
    data: Vec<ConversationAnalytics>,
}

impl Series {
    fn points(self) -> Vec<DataPoint> {
        self.data.into_iter().flat_map(|series| series.data_points).collect()
    }
}

impl AnalyticsQuery {
    /// A field with its arguments, such as `analytics.start(1).end(2).granularity(DAY).phone_numbers([])`.
    fn field(&self, name: &str, granularity: &str) -> String {
        let numbers = json!(self.phone_numbers);
        let Self { start, end, .. } = self;
        format!("{name}.start({start}).end({end}).granularity({granularity}).phone_numbers({numbers})")
    }
}

impl PricingQuery {
    fn field(&self, name: &str) -> String {
        let mut field = self.range.field(name, self.range.granularity.of_prices());
        for (name, values) in [("metric_types", &self.metric_types), ("dimensions", &self.dimensions)] {
            if !values.is_empty() {
                field.push_str(&format!(".{name}({})", json!(values)));
            }
        }
        field
    }
}

impl Client {
    /// Counts messages sent and delivered. Meta: Analytics, Messaging analytics.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn analytics(
        &self,
        token: &Token,
        waba_id: &str,
        query: &AnalyticsQuery,
    ) -> Result<Analytics, SendError> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Answer {
            analytics: Analytics,
        }
        let field = query.field("analytics", query.granularity.of_messages());
        Ok(self.figures::<Answer>(token, waba_id, field).await?.analytics)
    }

    /// Counts conversations and their cost. Meta: Analytics, Conversation analytics.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn conversation_analytics(
        &self,
        token: &Token,
        waba_id: &str,
        query: &PricingQuery,
    ) -> Result<ConversationAnalytics, SendError> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Answer {
            conversation_analytics: Series,
        }
        let answer: Answer = self.figures(token, waba_id, query.field("conversation_analytics")).await?;
        Ok(ConversationAnalytics { data_points: answer.conversation_analytics.points() })
    }

    /// Counts messages by price and their cost. Meta: Analytics, Pricing analytics.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn pricing_analytics(
        &self,
        token: &Token,
        waba_id: &str,
        query: &PricingQuery,
    ) -> Result<PricingAnalytics, SendError> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Answer {
            pricing_analytics: Series,
        }
        let answer: Answer = self.figures(token, waba_id, query.field("pricing_analytics")).await?;
        Ok(PricingAnalytics { data_points: answer.pricing_analytics.points() })
    }

    /// Counts what became of templates, day by day. Meta: Analytics, Template analytics; the account has to have them
    /// switched on, else error 200007.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when there are no templates or too many.
    pub async fn template_analytics(
        &self,
        token: &Token,
        waba_id: &str,
        query: &TemplateQuery,
    ) -> Result<Vec<TemplateAnalytics>, SendError> {
        items("template_ids", query.template_ids.len(), limits::TEMPLATES_ANALYSED)?;
        let metrics = Some(query.metric_types.join(",")).filter(|metrics| !metrics.is_empty());
        let pairs = [
            ("start", Some(query.start.to_string())),
            ("end", Some(query.end.to_string())),
            ("granularity", Some("DAILY".to_owned())),
            ("metric_types", metrics),
            ("template_ids", Some(format!("[{}]", query.template_ids.join(",")))),
        ];
        let call = self.get(token, &[waba_id, "template_analytics"]).query(pairs);
        Ok(call.long().answer::<Page<TemplateAnalytics>>().await?.data)
    }

    /// Switches figures about templates on; they cannot be switched off. Meta: Analytics, Confirming template analytics.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn enable_template_analytics(&self, token: &Token, waba_id: &str) -> Result<(), SendError> {
        let query = [("is_enabled_for_insights", Some("true".to_owned()))];
        // Meta answers the account's id here.
        self.post(token, &[waba_id]).query(query).answer::<Value>().await.map(drop)
    }

    async fn figures<T: serde::de::DeserializeOwned>(
        &self,
        token: &Token,
        waba_id: &str,
        field: String,
    ) -> Result<T, SendError> {
        self.get(token, &[waba_id]).query([("fields", Some(field))]).long().answer().await
    }
}
