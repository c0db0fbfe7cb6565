//! Deriving a key from a counter.

use super::{Algorithm, Hash};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// What stays the same for every counter.
#[derive(Debug, Clone)]
pub(super) struct Derivation {
    pub algorithm: Algorithm,
    pub nonce: Vec<u8>,
    pub salt: Vec<u8>,
    pub cost: u32,
    pub key_length: usize,
}

impl Derivation {
    pub fn key(&self, counter: u32) -> Vec<u8> {
        let mut password = self.nonce.clone();
        password.extend_from_slice(&counter.to_be_bytes());
        match self.algorithm {
            Algorithm::Iterated(Hash::Sha256) => self.iterate::<Sha256>(&password),
            Algorithm::Iterated(Hash::Sha384) => self.iterate::<Sha384>(&password),
            Algorithm::Iterated(Hash::Sha512) => self.iterate::<Sha512>(&password),
            Algorithm::Pbkdf2(Hash::Sha256) => self.pbkdf2::<Sha256>(&password, 64),
            Algorithm::Pbkdf2(Hash::Sha384) => self.pbkdf2::<Sha384>(&password, 128),
            Algorithm::Pbkdf2(Hash::Sha512) => self.pbkdf2::<Sha512>(&password, 128),
        }
    }

    fn iterate<D: Digest>(&self, password: &[u8]) -> Vec<u8> {
        let mut digest = D::new().chain_update(&self.salt).chain_update(password).finalize();
        for _ in 1..self.cost.max(1) {
            digest = D::digest(&digest);
        }
        digest.iter().copied().take(self.key_length).collect()
    }

    /// RFC 8018. Written here because the hash function's state before and after the padded password is
    /// the same in all rounds and all blocks: two compressions a round instead of four.
    fn pbkdf2<D: Digest + Clone>(&self, password: &[u8], block: usize) -> Vec<u8> {
        let mut padded =
            if password.len() > block { D::digest(password).to_vec() } else { password.to_vec() };
        padded.resize(block, 0);
        let keyed = |mask: u8| {
            let masked: Vec<u8> = padded.iter().map(|byte| byte ^ mask).collect();
            D::new().chain_update(masked)
        };
        let (inner, outer) = (keyed(0x36), keyed(0x5c));
        let hmac = |parts: [&[u8]; 2]| {
            let [first, second] = parts;
            let digest = inner.clone().chain_update(first).chain_update(second).finalize();
            outer.clone().chain_update(digest).finalize()
        };
        let mut key = Vec::with_capacity(self.key_length);
        let mut number = 0_u32;
        while key.len() < self.key_length {
            number += 1;
            let mut last = hmac([&self.salt, &number.to_be_bytes()]);
            let mut sum = last.clone();
            for _ in 1..self.cost.max(1) {
                last = hmac([&last, &[]]);
                sum.iter_mut().zip(&last).for_each(|(sum, byte)| *sum ^= byte);
            }
            key.extend_from_slice(&sum);
        }
        key.truncate(self.key_length);
        key
    }
}
