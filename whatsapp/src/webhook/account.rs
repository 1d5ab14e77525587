//! What happens to an account: alerts, reviews, restrictions, partners, capability, payments of it.

use super::{List, Scalar};

object! {
    /// Field `account_update`. Meta: Webhooks, Reference, account_update.
    pub struct AccountUpdate {
        /// What happened; says which of the members are there.
        event: Option<AccountEvent> = "event",
        /// The number it is about, where it is about one.
        phone_number: Option<Scalar> = "phone_number",
        /// The account, its owner and its partners.
        waba_info: Option<WabaInfo> = "waba_info",
        /// The rule that was broken.
        violation_info: Option<ViolationInfo> = "violation_info",
        /// The ban.
        ban_info: Option<BanInfo> = "ban_info",
        /// What is not allowed any more.
        restriction_info: List<Restriction> = "restriction_info",
        /// Since when authentication messages abroad have their own rate.
        auth_international_rate_eligibility: Option<AuthRateEligibility> = "auth_international_rate_eligibility",
        /// The verification of a customer by a partner.
        partner_client_certification_info: Option<CertificationInfo> = "partner_client_certification_info",
        /// The tier of prices that was reached.
        volume_tier_info: Option<VolumeTier> = "volume_tier_info",
        /// Why a partner was removed.
        disconnection_info: Option<DisconnectionInfo> = "disconnection_info",
        /// The country of the business, two letters.
        country: Option<Scalar> = "country",
        /// Whether the business is verified, in older payloads.
        business_verification_status: Option<Scalar> = "business_verification_status",
    }
}

words! {
    /// `account_update.event`. Meta: Webhooks, Reference, account_update; Embedded Signup, Onboarding business app users.
    pub enum AccountEvent {
        /// The account was deleted.
        AccountDeleted = "ACCOUNT_DELETED",
        /// The business app left the Cloud API.
        AccountOffboarded = "ACCOUNT_OFFBOARDED",
        /// The business app came back.
        AccountReconnected = "ACCOUNT_RECONNECTED",
        /// Something is not allowed any more.
        AccountRestriction = "ACCOUNT_RESTRICTION",
        /// A rule was broken.
        AccountViolation = "ACCOUNT_VIOLATION",
        /// An ad account was linked.
        AdAccountLinked = "AD_ACCOUNT_LINKED",
        /// Authentication messages abroad get their own rate.
        AuthRateEligibility = "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
        /// The country of the business was set.
        PrimaryLocation = "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
        /// The account was banned, will be, or is no longer.
        Disabled = "DISABLED_UPDATE",
        /// The terms of the Marketing Messages API were signed.
        MarketingTermsSigned = "MM_LITE_TERMS_SIGNED",
        /// The account was shared with a partner.
        PartnerAdded = "PARTNER_ADDED",
        /// The customer gave the partner's app a permission.
        PartnerAppInstalled = "PARTNER_APP_INSTALLED",
        /// The customer took it back.
        PartnerAppUninstalled = "PARTNER_APP_UNINSTALLED",
        /// The verification of a customer by a partner went on.
        PartnerCertification = "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
        /// The account is no longer shared with the partner.
        PartnerRemoved = "PARTNER_REMOVED",
        /// The account is verified.
        Verified = "VERIFIED_ACCOUNT",
        /// A tier of prices was reached.
        VolumeTier = "VOLUME_BASED_PRICING_TIER_UPDATE",
    }
}

object! {
    /// `waba_info`. Meta: Webhooks, Reference, account_update.
    pub struct WabaInfo {
        /// The account.
        waba_id: Option<Scalar> = "waba_id",
        /// The portfolio that owns it.
        owner_business_id: Option<Scalar> = "owner_business_id",
        /// The ad account.
        ad_account_linked: Option<Scalar> = "ad_account_linked",
        /// The partner's app.
        partner_app_id: Option<Scalar> = "partner_app_id",
        /// The multi-partner solution.
        solution_id: Option<Scalar> = "solution_id",
        /// The portfolios of its partners.
        solution_partner_business_ids: List<Scalar> = "solution_partner_business_ids",
    }
}

object! {
    /// `violation_info`. Meta: Webhooks, Reference, account_update; Policy enforcement.
    pub struct ViolationInfo {
        /// The rule: `ADULT`, `ALCOHOL`, `SCAM`, …
        violation_type: Option<Scalar> = "violation_type",
        /// What to do about it.
        remediation: Option<String> = "remediation",
    }
}

object! {
    /// `ban_info`. Meta: Webhooks, Reference, account_update.
    pub struct BanInfo {
        /// Where it stands.
        state: Option<BanState> = "waba_ban_state",
        /// The day, in words.
        date: Option<Scalar> = "waba_ban_date",
    }
}

words! {
    /// `ban_info.waba_ban_state`. Meta: Webhooks, Reference, account_update.
    pub enum BanState {
        /// It will be banned.
        Scheduled = "SCHEDULE_FOR_DISABLE",
        /// It is banned.
        Disabled = "DISABLE",
        /// It is no longer banned.
        Reinstated = "REINSTATE",
    }
}

object! {
    /// `restriction_info[]`. Meta: Webhooks, Reference, account_update; Policy enforcement; Calling.
    pub struct Restriction {
        /// What is not allowed: `RESTRICTED_BIZ_INITIATED_MESSAGING`, …
        restriction_type: Option<Scalar> = "restriction_type",
        /// Until when, in Unix seconds.
        expiration: Option<Scalar> = "expiration",
        /// What to do about it.
        remediation: Option<String> = "remediation",
    }
}

object! {
    /// `auth_international_rate_eligibility`. Meta: Webhooks, Reference, account_update; Pricing, Authentication-international.
    pub struct AuthRateEligibility {
        /// Since when, in Unix seconds.
        start_time: Option<Scalar> = "start_time",
        /// Countries with another start.
        exception_countries: List<ExceptionCountry> = "exception_countries",
    }
}

object! {
    /// `exception_countries[]`. Meta: Webhooks, Reference, account_update.
    pub struct ExceptionCountry {
        /// The country, two letters.
        country_code: Option<Scalar> = "country_code",
        /// Since when, in Unix seconds.
        start_time: Option<Scalar> = "start_time",
    }
}

object! {
    /// `partner_client_certification_info`. Meta: Webhooks, Reference, account_update; Partner-led business verification.
    pub struct CertificationInfo {
        /// The customer's portfolio.
        client_business_id: Option<Scalar> = "client_business_id",
        /// `APPROVED`, `DISCARDED`, `FAILED`, `PENDING`, `REVOKED`.
        status: Option<Scalar> = "status",
        /// Why not: `LEGAL NAME NOT MATCHING`, …
        rejection_reasons: List<Scalar> = "rejection_reasons",
    }
}

object! {
    /// `volume_tier_info`. Meta: Webhooks, Reference, account_update; Pricing, Volume tiers.
    pub struct VolumeTier {
        /// When it was reached, in Unix seconds.
        tier_update_time: Option<Scalar> = "tier_update_time",
        /// For which category.
        pricing_category: Option<Scalar> = "pricing_category",
        /// `LOWER:UPPER`, in messages.
        tier: Option<Scalar> = "tier",
        /// For which month, `YYYY-MM`.
        effective_month: Option<Scalar> = "effective_month",
        /// For which market.
        region: Option<Scalar> = "region",
    }
}

object! {
    /// `disconnection_info`. Meta: Webhooks, Reference, account_update; Embedded Signup, Onboarding business app users.
    pub struct DisconnectionInfo {
        /// `PRIMARY_INACTIVITY`, `ACCOUNT_DISCONNECTED`, …
        reason: Option<Scalar> = "reason",
        /// `USER` or `SYSTEM`.
        initiated_by: Option<Scalar> = "initiated_by",
    }
}

object! {
    /// Field `account_alerts`. Meta: Webhooks, Reference, account_alerts.
    pub struct AccountAlert {
        /// What it is about: `BUSINESS`, `PHONE_NUMBER`, …
        entity_type: Option<Scalar> = "entity_type",
        /// Its id.
        entity_id: Option<Scalar> = "entity_id",
        /// The alert.
        alert_info: Option<AlertInfo> = "alert_info",
    }
}

object! {
    /// `alert_info`. Meta: Webhooks, Reference, account_alerts.
    pub struct AlertInfo {
        /// How bad.
        severity: Option<AlertSeverity> = "alert_severity",
        /// `ACTIVE` or `NONE`.
        status: Option<Scalar> = "alert_status",
        /// `OBA_APPROVED`, `PROFILE_PICTURE_LOST`, …
        kind: Option<Scalar> = "alert_type",
        /// In words.
        description: Option<String> = "alert_description",
    }
}

words! {
    /// `alert_info.alert_severity`. Meta: Webhooks, Reference, account_alerts.
    pub enum AlertSeverity {
        /// Something stops.
        Critical = "CRITICAL",
        /// Something may stop.
        Warning = "WARNING",
        /// To be known.
        Informational = "INFORMATIONAL",
    }
}

object! {
    /// Field `account_review_update`. Meta: Webhooks, Reference, account_review_update.
    pub struct AccountReview {
        /// What Meta decided about the account.
        decision: Option<Decision> = "decision",
    }
}

words! {
    /// What Meta decided. Meta: Webhooks, Reference, account_review_update; phone_number_name_update.
    pub enum Decision {
        /// Taken.
        Approved = "APPROVED",
        /// Refused.
        Rejected = "REJECTED",
        /// Not decided yet.
        Pending = "PENDING",
        /// Put off: Meta wants to know more.
        Deferred = "DEFERRED",
    }
}

object! {
    /// Field `business_capability_update`. Meta: Webhooks, Reference, business_capability_update; Messaging limits.
    pub struct BusinessCapability {
        /// People a number may write to first in 24 hours; -1 without limit; up to v23.0.
        max_daily_conversation_per_phone: Option<Scalar> = "max_daily_conversation_per_phone",
        /// People the portfolio may write to first in 24 hours: `TIER_2K`, … or a number.
        max_daily_conversations_per_business: Option<Scalar> = "max_daily_conversations_per_business",
        /// Numbers the portfolio may have.
        max_phone_numbers_per_business: Option<Scalar> = "max_phone_numbers_per_business",
        /// Numbers the account may have.
        max_phone_numbers_per_waba: Option<Scalar> = "max_phone_numbers_per_waba",
    }
}

object! {
    /// Field `partner_solutions`; `entry.id` is the portfolio. Meta: Webhooks, Reference, partner_solutions.
    pub struct PartnerSolution {
        /// `SOLUTION_CREATED` or `SOLUTION_UPDATED`.
        event: Option<Scalar> = "event",
        /// The multi-partner solution.
        solution_id: Option<Scalar> = "solution_id",
        /// `ACTIVE`, `DRAFT`, `INITIATED`, …
        solution_status: Option<Scalar> = "solution_status",
    }
}
