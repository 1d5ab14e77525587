//! The macro that makes Meta's word lists: each word a variant, and `Other` for words of tomorrow.

/// Makes an enum of words, with its `Wire`, `Serialize` and `Deserialize`. A word that is not listed, also one in other
/// letters (`Green`), is `Other` and written back as it came.
macro_rules! words {
    (
        $(#[$doc:meta])*
        pub enum $name:ident { $( $(#[$word_doc:meta])* $variant:ident = $word:literal, )+ }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[$word_doc])* $variant, )+
            /// A word that this crate does not know, as it came.
            Other(String),
        }

        impl $name {
            /// Meta's word.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $( $word => Self::$variant, )+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::webhook::Wire for $name {
            fn from_value(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                match value {
                    serde_json::Value::String(word) if !word.is_empty() => Ok(Self::from(word.as_str())),
                    other => Err(other),
                }
            }

            fn to_value(&self) -> serde_json::Value {
                serde_json::Value::from(self.as_str())
            }

            fn note_unknown(&self, path: &str, found: &mut Vec<String>) {
                if let Self::Other(word) = self {
                    found.push(format!("{path}={word}"));
                }
            }
        }

        serde_by_value!($name, "a word");
    };
}
