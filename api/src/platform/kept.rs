//! What is kept in memory because it never changes, up to a number of bytes.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most that one [`Kept`] holds, in bytes of JSON. As values they take several times that.
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// Values by their key; cheap to clone, shared by all clones.
#[derive(Debug)]
pub struct Kept<K, V> {
    inner: Arc<Mutex<Inner<K, V>>>,
}

#[derive(Debug)]
struct Inner<K, V> {
    values: HashMap<K, (Arc<V>, usize)>,
    bytes: usize,
}

impl<K, V> Clone for Kept<K, V> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone() }
    }
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        let inner = Inner { values: HashMap::new(), bytes: 0 };
        Self { inner: Arc::new(Mutex::new(inner)) }
    }
}

impl<K: Eq + Hash + Clone, V> Kept<K, V> {
    /// A value, when it is kept.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<Arc<V>> {
        self.inner().values.get(key).map(|(value, _)| value.clone())
    }

    /// Keeps a value whose JSON has so many bytes. Others go until there is room; one that needs all of it is not kept.
    pub fn put(&self, key: K, value: Arc<V>, bytes: usize) {
        if bytes > KEPT_BYTES / 2 {
            return;
        }
        let mut inner = self.inner();
        inner.remove(&key);
        while inner.bytes + bytes > KEPT_BYTES {
            let Some(some) = inner.values.keys().next().cloned() else { break };
            inner.remove(&some);
        }
        inner.bytes += bytes;
        inner.values.insert(key, (value, bytes));
    }

    fn inner(&self) -> MutexGuard<'_, Inner<K, V>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash, V> Inner<K, V> {
    fn remove(&mut self, key: &K) {
        if let Some((_, bytes)) = self.values.remove(key) {
            self.bytes -= bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_has_so_many_bytes_and_not_more() {
        let kept = Kept::default();
        for n in 0..1_000 {
            kept.put(n, Arc::new(n), 1024 * 1024);
            assert_eq!(kept.get(&n).as_deref(), Some(&n));
            assert!(kept.inner().bytes <= KEPT_BYTES);
        }
        assert_eq!(kept.inner().values.len(), 16);
        kept.put(1_000, Arc::new(1_000), KEPT_BYTES);
        assert_eq!(kept.get(&1_000), None);
        for _ in 0..100 {
            kept.put(7, Arc::new(7), 1024);
        }
        assert!(kept.inner().bytes <= KEPT_BYTES, "one that is put again counts once");
    }
}
