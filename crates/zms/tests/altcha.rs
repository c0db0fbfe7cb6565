//! Our Altcha against the official implementation (crate `altcha`), both ways.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use altcha::{CreateChallengeOptions, SolveChallengeOptions, VerifySolutionOptions};
use proptest::prelude::*;
use zms::altcha::server::{Refused, Wanted, challenge, verify};
use zms::altcha::{Challenge, ChallengeError, Progress, Solution, Solver, payload};

const SECRET: &str = "a secret of the server";
const ALGORITHMS: [&str; 6] =
    ["SHA-256", "SHA-384", "SHA-512", "PBKDF2/SHA-256", "PBKDF2/SHA-384", "PBKDF2/SHA-512"];

fn solve(challenge: &Challenge) -> Solution {
    let mut solver = Solver::new(challenge, 0).unwrap();
    loop {
        match solver.run(7) {
            Progress::Tried(_) => {}
            Progress::Solved(solution) => return solution,
            Progress::GaveUp => panic!("gave up"),
        }
    }
}

#[test]
fn we_solve_their_challenges() {
    for algorithm in ALGORITHMS {
        for (cost, key_length) in [(1, 32), (17, 20), (50, 100)] {
            let theirs = altcha::create_challenge(CreateChallengeOptions {
                algorithm: algorithm.to_owned(),
                cost,
                key_length,
                key_prefix: "0a".to_owned(),
                hmac_signature_secret: Some(SECRET.to_owned()),
                ..Default::default()
            })
            .unwrap();
            let ours = Challenge::decode(&serde_json::to_vec(&theirs).unwrap()).unwrap();
            let solution = solve(&ours);
            let theirs_solution = altcha::Solution {
                counter: solution.counter,
                derived_key: solution.derived_key.clone(),
                time: None,
            };
            let options = VerifySolutionOptions::new(&theirs, &theirs_solution, SECRET);
            assert!(altcha::verify_solution(options).unwrap().verified, "{algorithm} {cost}");
            let same =
                altcha::solve_challenge(SolveChallengeOptions::new(&theirs)).unwrap().unwrap();
            assert_eq!(same.counter, solution.counter);
            // Their challenge, our check: the signatures agree too.
            assert!(
                verify(&payload(&ours, &solution), SECRET.as_bytes(), 0).is_ok(),
                "{algorithm}"
            );
        }
    }
}

#[test]
fn they_solve_our_challenges() {
    for algorithm in ALGORITHMS {
        let wanted = Wanted {
            algorithm: algorithm.to_owned(),
            cost: 20,
            key_prefix: "00".to_owned(),
            expires_at: 4_000_000_000,
        };
        let ours = challenge(&wanted, [7; 16], [9; 16], SECRET.as_bytes());
        let theirs: altcha::Challenge = serde_json::from_value(ours.clone()).unwrap();
        let solution =
            altcha::solve_challenge(SolveChallengeOptions::new(&theirs)).unwrap().unwrap();
        let options = VerifySolutionOptions::new(&theirs, &solution, SECRET);
        assert!(altcha::verify_solution(options).unwrap().verified);
        let decoded = Challenge::decode(ours.to_string().as_bytes()).unwrap();
        let solution = Solution { counter: solution.counter, derived_key: solution.derived_key };
        let payload = payload(&decoded, &solution);
        assert!(verify(&payload, SECRET.as_bytes(), 3_999_999_999).is_ok());
        // Other solvers say how long it took.
        let text = String::from_utf8(zms::base64::decode(&payload).unwrap()).unwrap();
        let timed = text.replace("\"counter\"", "\"time\":1.5,\"counter\"");
        assert_ne!(timed, text);
        let timed = zms::base64::encode(timed.as_bytes());
        assert!(verify(&timed, SECRET.as_bytes(), 3_999_999_999).is_ok());
        assert_eq!(verify(&payload, SECRET.as_bytes(), 4_000_000_001), Err(Refused::Expired));
        assert_eq!(verify(&payload, b"another", 0), Err(Refused::WrongSignature));
        let lied = Solution { counter: solution.counter + 1, ..solution };
        let lied = zms::altcha::payload(&decoded, &lied);
        assert_eq!(verify(&lied, SECRET.as_bytes(), 0), Err(Refused::WrongSolution));
    }
}

const FROM_THE_CONTRACT: &str = r#"{"parameters":{"algorithm":"SHA-256","nonce":"5808c7","salt":
    "d065c7a20ad6e4920f567df4","cost":1000,"keyLength":32,"keyPrefix":"00","keySignature":null,
    "memoryCost":null,"parallelism":null,"expiresAt":1778916660,"data":null},"signature":"0a706f95"}"#;

#[test]
fn the_challenge_is_sent_back_as_it_came() {
    let challenge = Challenge::decode(FROM_THE_CONTRACT.as_bytes()).unwrap();
    assert_eq!(Solver::new(&challenge, 1_778_916_661).unwrap_err(), ChallengeError::Expired);
    let solution = solve(&challenge);
    assert!(solution.derived_key.starts_with("00"));
    let sent = zms::base64::decode(&payload(&challenge, &solution)).unwrap();
    let sent: serde_json::Value = serde_json::from_slice(&sent).unwrap();
    let received: serde_json::Value = serde_json::from_str(FROM_THE_CONTRACT).unwrap();
    assert_eq!(sent["challenge"], received, "nulls included: they are part of what was signed");
}

#[test]
fn what_is_not_worked_on() {
    let with = |from: &str, to: &str| {
        Challenge::decode(FROM_THE_CONTRACT.replace(from, to).as_bytes())
            .and_then(|challenge| Solver::new(&challenge, 0).map(|_| ()))
    };
    assert_eq!(with("\"SHA-256\"", "\"ARGON2ID\""), Err(ChallengeError::UnknownAlgorithm));
    assert_eq!(with("1000", "100001"), Err(ChallengeError::TooExpensive));
    assert_eq!(with("1000", "-1"), Err(ChallengeError::TooExpensive));
    assert_eq!(with("32", "100000000"), Err(ChallengeError::NotAChallenge));
    assert_eq!(with("\"00\"", "\"0x\""), Err(ChallengeError::NotAChallenge));
    assert_eq!(with("5808c7", "5808c"), Err(ChallengeError::NotAChallenge));
    assert_eq!(with("\"00\"", "\"000000000000\""), Err(ChallengeError::TooExpensive));
    let down = br#"{"meta":{"success":false,"error":"x"},"data":null}"#;
    assert_eq!(Challenge::decode(down), Err(ChallengeError::NotAChallenge));
}

proptest! {
    #[test]
    fn garbage_is_refused(text in ".{0,60}", bytes: Vec<u8>) {
        prop_assert!(verify(&text, SECRET.as_bytes(), 0).is_err());
        let encoded = zms::base64::encode(&bytes);
        prop_assert_eq!(verify(&encoded, SECRET.as_bytes(), 0), Err(Refused::NotReadable));
        let _ = Challenge::decode(&bytes);
    }
}
