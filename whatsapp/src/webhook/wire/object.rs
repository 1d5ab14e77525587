//! The macros that make objects: one line per member, with Meta's name of it.

/// Makes a struct that reads a JSON object, with its `Wire`, `Serialize` and `Deserialize`.
///
/// `require` names members without which the object is not taken. Every other field is an `Option`, a `List`, or the content
/// of a message, and absent when the member is not there or is something else than Meta documents.
macro_rules! object {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $( $(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal, )*
        }
    ) => {
        object! {
            @make $(#[$doc])* #[derive(Default)]
            pub struct $name { require { } $( $(#[$field_doc])* $field: $type = $key, )* }
        }
    };
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            require { $( $(#[$must_doc:meta])* $must:ident: $must_type:ty = $must_key:literal, )+ }
            $( $(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal, )*
        }
    ) => {
        object! {
            @make $(#[$doc])*
            pub struct $name {
                require { $( $(#[$must_doc])* $must: $must_type = $must_key, )+ }
                $( $(#[$field_doc])* $field: $type = $key, )*
            }
        }
    };
    (
        @make $(#[$attribute:meta])*
        pub struct $name:ident {
            require { $( $(#[$must_doc:meta])* $must:ident: $must_type:ty = $must_key:literal, )* }
            $( $(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal, )*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $( $(#[$must_doc])* pub $must: $must_type, )*
            $( $(#[$field_doc])* pub $field: $type, )*
            /// What else was there.
            pub extra: $crate::webhook::Extra,
        }

        impl $crate::webhook::Wire for $name {
            fn from_value(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                let serde_json::Value::Object(mut extra) = value else { return Err(value) };
                $(
                    if !extra.get($must_key).is_some_and(<$must_type as $crate::webhook::Wire>::fits) {
                        return Err(serde_json::Value::Object(extra));
                    }
                )*
                $(
                    let Some($must) = <Option<$must_type> as $crate::webhook::wire::Member>::take(&mut extra, $must_key)
                    else {
                        return Err(serde_json::Value::Object(extra));
                    };
                )*
                Ok(Self {
                    $( $must, )*
                    $( $field: $crate::webhook::wire::Member::take(&mut extra, $key), )*
                    extra,
                })
            }

            fn to_value(&self) -> serde_json::Value {
                let mut members = self.extra.clone();
                $( members.insert($must_key.to_owned(), $crate::webhook::Wire::to_value(&self.$must)); )*
                $( $crate::webhook::wire::Member::put(&self.$field, &mut members, $key); )*
                serde_json::Value::Object(members)
            }

            fn note_unknown(&self, path: &str, found: &mut Vec<String>) {
                $( self.$must.note_unknown(&$crate::webhook::wire::below(path, $must_key), found); )*
                $( $crate::webhook::wire::Member::note(&self.$field, path, $key, found); )*
                $crate::webhook::wire::note_extra(&self.extra, path, found);
            }
        }

        serde_by_value!($name, "an object as Meta writes it");
    };
}

/// Makes the struct of a change's value that names its number and the people it is about.
macro_rules! number_value {
    (
        $(#[$doc:meta])*
        pub struct $name:ident { $( $(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal, )* }
    ) => {
        object! {
            $(#[$doc])*
            pub struct $name {
                /// Always `whatsapp`.
                messaging_product: Option<String> = "messaging_product",
                /// The number it happened to.
                metadata: Option<$crate::webhook::Metadata> = "metadata",
                /// The people it is about.
                contacts: $crate::webhook::List<$crate::webhook::Contact> = "contacts",
                $( $(#[$field_doc])* $field: $type = $key, )*
            }
        }
    };
}

/// `Serialize` and `Deserialize` by way of a JSON value.
macro_rules! serde_by_value {
    ($name:ty, $expected:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::webhook::Wire::to_value(self).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                $crate::webhook::Wire::from_value(value)
                    .map_err(|_| serde::de::Error::custom(concat!("expected ", $expected)))
            }
        }
    };
}
