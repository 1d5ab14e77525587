//! Networks of addresses: trusted proxies, where a key may be used, what is kept of where somebody signed in.

use std::net::IpAddr;
use std::str::FromStr;

/// An address with the number of its leading bits that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl Network {
    /// The network around an address, of as many bits as its kind of address asks for.
    #[must_use]
    pub fn around(address: IpAddr, v4_bits: u8, v6_bits: u8) -> Self {
        let address = address.to_canonical();
        let bits = if address.is_ipv4() { v4_bits.min(32) } else { v6_bits.min(128) };
        Self { base: masked(address, bits), bits }
    }

    /// Whether an address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.base.is_ipv4() && masked(address, self.bits) == self.base
    }
}

fn masked(address: IpAddr, bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(bits.into())).unwrap_or(0);
            IpAddr::V4((u32::from(v4) & mask).into())
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(bits.into())).unwrap_or(0);
            IpAddr::V6((u128::from(v6) & mask).into())
        }
    }
}

impl FromStr for Network {
    type Err = String;

    /// An address alone, or an address and a number of bits, none of which is set beyond them.
    fn from_str(text: &str) -> Result<Self, String> {
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let wrong = || format!("{text} is neither an address nor a network such as 10.0.0.0/8");
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) if bits.len() <= 3 && bits.chars().all(|c| c.is_ascii_digit()) => {
                bits.parse().map_err(|_| wrong())?
            }
            Some(_) => return Err(wrong()),
        };
        // Addresses are compared in their canonical form: one of IPv4 written as IPv6 would never match.
        if bits > most || masked(address, bits) != address || address.to_canonical() != address {
            return Err(wrong());
        }
        Ok(Self { base: address, bits })
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.base, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_the_addresses_that_begin_like_it() {
        let has = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().contains(address.parse().unwrap())
        };
        assert!(has("10.0.0.0/8", "10.255.1.2") && !has("10.0.0.0/8", "11.0.0.0"));
        assert!(has("192.0.2.7", "192.0.2.7") && !has("192.0.2.7", "192.0.2.8"));
        assert!(has("0.0.0.0/0", "8.8.8.8") && !has("0.0.0.0/0", "::1"));
        assert!(has("2001:db8::/32", "2001:db8:1::1") && !has("2001:db8::/32", "2001:db9::"));
        assert!(has("10.0.0.0/8", "::ffff:10.1.2.3"), "an IPv4 address in IPv6 clothes");
        for wrong in
            ["", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8", "x", "::/129"]
        {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_kept_of_an_address_is_its_network() {
        let kept = |address: &str| Network::around(address.parse().unwrap(), 24, 48).to_string();
        assert_eq!(kept("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(kept("2001:db8:1:2:3:4:5:6"), "2001:db8:1::/48");
        assert_eq!(kept("::ffff:203.0.113.77"), "203.0.113.0/24");
    }
}
