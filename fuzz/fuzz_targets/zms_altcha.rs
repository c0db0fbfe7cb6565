#![no_main]

use libfuzzer_sys::fuzz_target;
use zms::altcha::{self, Challenge, Progress, Solver};

fuzz_target!(|data: &[u8]| {
    let _ = altcha::server::verify(&String::from_utf8_lossy(data), b"secret", 0);
    let Ok(challenge) = Challenge::decode(data) else { return };
    if challenge.parameters.cost > 100 {
        return; // what it costs is not what is tested
    }
    if let Ok(mut solver) = Solver::new(&challenge, 0)
        && let Progress::Solved(solution) = solver.run(4)
    {
        let payload = altcha::payload(&challenge, &solution);
        assert!(altcha::server::verify(&payload, b"secret", 0).is_err(), "a signature was guessed");
    }
});
