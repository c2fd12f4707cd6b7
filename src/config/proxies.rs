//! Which peers are our own proxies: networks in CIDR notation.
//!
//! Nobody is trusted until the operator says so. A proxy that hands a visitor's own `X-Forwarded-For` on unchanged would
//! otherwise let every visitor choose an address, and the address is what guessing is counted by.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// Networks of addresses; IPv4 addresses mapped into IPv6 count as IPv4.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    /// As IPv6, IPv4 mapped.
    bits: u128,
    /// Leading bits that count, of 128.
    length: u32,
}

/// The text is no list of networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a list of networks")]
pub struct BadNetworks;

impl Networks {
    /// None at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Does one of them hold this address?
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = mapped(address);
        self.0
            .iter()
            .any(|network| (bits ^ network.bits) & mask(network.length) == 0)
    }
}

fn mapped(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    }
    .to_bits()
}

fn mask(length: u32) -> u128 {
    u128::MAX.checked_shl(128 - length).unwrap_or(0)
}

impl FromStr for Networks {
    type Err = BadNetworks;

    /// `10.0.0.0/8, ::1`: commas or spaces between; an address alone is a network of one.
    fn from_str(text: &str) -> Result<Self, BadNetworks> {
        text.split([',', ' '])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(Network::from_str)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl FromStr for Network {
    type Err = BadNetworks;

    fn from_str(text: &str) -> Result<Self, BadNetworks> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().map_err(|_| BadNetworks)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| BadNetworks)?;
        let (whole, before) = match address {
            IpAddr::V4(_) => (32, 96),
            IpAddr::V6(_) => (128, 0),
        };
        let length = length.unwrap_or(whole);
        if length > whole {
            return Err(BadNetworks);
        }
        let bits = mapped(address);
        // A network whose address has bits after its length is a slip of the pen: 10.0.0.1/8.
        if bits & !mask(before + length) != 0 {
            return Err(BadNetworks);
        }
        Ok(Self {
            bits,
            length: before + length,
        })
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let address = Ipv6Addr::from_bits(self.bits);
        match address.to_ipv4_mapped() {
            Some(address) if self.length >= 96 => write!(f, "{address}/{}", self.length - 96),
            _ => write!(f, "{address}/{}", self.length),
        }
    }
}

impl std::fmt::Display for Networks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&texts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(text: &str) -> Networks {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        let own = networks("10.0.0.0/8, 192.168.1.7 2001:db8::/32,::1");
        for inside in [
            "10.255.0.1",
            "192.168.1.7",
            "2001:db8:1::1",
            "::1",
            "::ffff:10.1.2.3",
        ] {
            assert!(own.contains(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["11.0.0.1", "192.168.1.8", "2001:db9::1", "::2", "127.0.0.1"] {
            assert!(!own.contains(outside.parse().unwrap()), "{outside}");
        }
        assert_eq!(
            own.to_string(),
            "10.0.0.0/8, 192.168.1.7/32, 2001:db8::/32, ::1/128"
        );
    }

    #[test]
    fn nobody_is_in_no_network_and_everybody_in_the_whole() {
        assert!(networks("").is_empty() && !networks("").contains("127.0.0.1".parse().unwrap()));
        assert!(networks("0.0.0.0/0").contains("203.0.113.9".parse().unwrap()));
        assert!(!networks("0.0.0.0/0").contains("2001:db8::1".parse().unwrap()));
        assert!(networks("::/0").contains("2001:db8::1".parse().unwrap()));
    }

    #[test]
    fn slips_of_the_pen_are_no_networks() {
        for wrong in [
            "10.0.0.1/8",
            "10.0.0.0/33",
            "::/129",
            "nginx",
            "10.0.0",
            "10.0.0.0/-1",
            "10.0.0.0/",
        ] {
            assert_eq!(wrong.parse::<Networks>(), Err(BadNetworks), "{wrong}");
        }
    }
}
