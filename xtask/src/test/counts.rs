//! How many tests a runner says it ran.

use std::{fmt, ops::AddAssign};

/// Passed, failed and skipped tests.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Tests that ran and were right.
    pub passed: usize,
    /// Tests that were wrong, and steps that broke before they could count.
    pub failed: usize,
    /// Tests that were left out.
    pub skipped: usize,
}

impl Counts {
    /// One check that passed.
    pub const ONE_PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// One check that failed.
    pub const ONE_FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    /// One check that was left out.
    pub const ONE_SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// The end of a runner: one that breaks without naming a failed test counts as one failure.
    #[must_use]
    pub fn after(self, success: bool) -> Self {
        match self {
            Self { failed: 0, .. } if !success => Self { failed: 1, ..self },
            counts => counts,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)?;
        match self.skipped {
            0 => Ok(()),
            skipped => write!(out, ", {skipped} skipped"),
        }
    }
}

/// Rust's own test harness, which the wasm test runner imitates: one line for each program.
pub fn cargo_test(text: &str) -> Counts {
    let mut sum = Counts::default();
    for line in plain(text).lines() {
        if let Some((_, result)) = line.split_once("test result: ") {
            sum += Counts {
                passed: before(result, "passed"),
                failed: before(result, "failed"),
                skipped: before(result, "ignored"),
            };
        }
    }
    sum
}

/// nextest: one summary line. Tests it stops for taking too long count as failed.
pub fn nextest(text: &str) -> Counts {
    let text = plain(text);
    let summary = text.lines().rfind(|line| line.trim_start().starts_with("Summary ["));
    let summary = summary.unwrap_or_default();
    let all = ["failed", "timed out", "exec failed"];
    Counts {
        passed: before(summary, "passed"),
        failed: all.iter().map(|word| before(summary, word)).sum(),
        skipped: before(summary, "skipped"),
    }
}

/// Node's test runner: `# pass 3` or `ℹ pass 3`.
pub fn node(text: &str) -> Counts {
    let text = plain(text);
    let after = |word: &str| {
        let line = text.lines().rev().find_map(|line| {
            let line = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
            line.strip_prefix(word)?.trim().parse::<usize>().ok()
        });
        line.unwrap_or(0)
    };
    Counts {
        passed: after("pass "),
        failed: after("fail ") + after("cancelled "),
        skipped: after("skipped ") + after("todo "),
    }
}

/// Playwright's list reporter: the last lines say `  3 passed (5.1s)`.
pub fn playwright(text: &str) -> Counts {
    let text = plain(text);
    let number = |word: &str| {
        let line = text.lines().rev().find_map(|line| {
            let (number, rest) = line.trim().split_once(' ')?;
            let rest = rest.split(" (").next().unwrap_or(rest);
            (rest == word).then(|| number.parse::<usize>().ok()).flatten()
        });
        line.unwrap_or(0)
    };
    Counts {
        passed: number("passed") + number("flaky"),
        failed: number("failed") + number("interrupted"),
        skipped: number("skipped") + number("did not run"),
    }
}

/// The number in front of a word: 12 in "12 passed; 0 failed".
fn before(line: &str, word: &str) -> usize {
    let words: Vec<&str> = line.split([',', ';', ':', '.', '(']).map(str::trim).collect();
    let number = words.iter().find_map(|part| {
        let (number, what) = part.split_once(' ')?;
        (what.trim_end_matches(')') == word).then(|| number.parse().ok()).flatten()
    });
    number.unwrap_or(0)
}

/// Without the colours of a terminal.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\x1b' {
            let _ = letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn counts(passed: usize, failed: usize, skipped: usize) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn rusts_results_are_summed() {
        let text = "running 3 tests\ntest result: \x1b[32mok\x1b[0m. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                    test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(cargo_test(text), counts(5, 4, 1));
    }

    #[test]
    fn nextests_summary_is_read() {
        let text = "     Summary [   0.014s] 17 tests run: 13 passed (1 slow, 1 flaky), 2 failed, 1 timed out, 1 exec failed, 2 skipped\n";
        assert_eq!(nextest(text), counts(13, 4, 2));
        assert_eq!(
            nextest("     Summary [   0.1s] 1 test run: 1 passed, 0 skipped"),
            counts(1, 0, 0)
        );
        assert_eq!(
            nextest("     Summary [   0.1s] 3/9 tests run: 2 passed, 1 failed"),
            counts(2, 1, 0)
        );
    }

    #[test]
    fn nodes_ending_is_read_in_both_forms() {
        assert_eq!(
            node("# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 3\n# todo 0\n"),
            counts(2, 2, 3)
        );
        assert_eq!(node("ℹ pass 7\nℹ fail 0\n"), counts(7, 0, 0));
    }

    #[test]
    fn playwrights_ending_is_read() {
        let text = "  1 failed\n    [phone] › smoke.spec.ts:3:1 › 12 passed\n  2 skipped\n  3 did not run\n  20 passed (1.2m)\n";
        assert_eq!(playwright(text), counts(20, 1, 5));
    }

    #[test]
    fn a_runner_that_breaks_counts_as_a_failure() {
        assert_eq!(cargo_test("error[E0308]: mismatched types").after(false), counts(0, 1, 0));
        assert_eq!(counts(1, 2, 0).after(false), counts(1, 2, 0));
        assert_eq!(counts(3, 0, 0).after(true), counts(3, 0, 0));
    }

    #[test]
    fn the_last_line_names_what_was_left_out_only_when_there_is_any() {
        assert_eq!(counts(2, 0, 0).to_string(), "2 passed, 0 failed");
        assert_eq!(counts(2, 1, 3).to_string(), "2 passed, 1 failed, 3 skipped");
    }
}
