//! From words to a tree (XPath 1.0, section 3), once for each expression of a form.

use super::ast::{Arithmetic, Axis, Comparison, Expression, Function, Path, Start, Step, Test};
use super::token::{Token, tokens};
use crate::Problem;
use crate::tree::Names;

/// Deeper than any form a person could read, and shallow enough for the stack of a phone's browser.
const DEEPEST: usize = 40;
/// Operators of one expression: `a + b + …` becomes as deep as it is long.
const OPERATORS: usize = 400;
/// Bytes of one expression.
const LONGEST: usize = 20_000;

/// Reads an expression.
///
/// # Errors
/// [`Problem::Syntax`], or what it uses is outside the profile.
pub(crate) fn parse(text: &str, names: &mut Names) -> Result<Expression, Problem> {
    if text.len() > LONGEST {
        return Err(Problem::TooMuch(format!("an expression of {} bytes", text.len())));
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { text, tokens: &tokens, at: 0, depth: 0, operators: 0, names };
    let expression = parser.or()?;
    match parser.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.wrong()),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [(Token, usize)],
    at: usize,
    depth: usize,
    operators: usize,
    names: &'a mut Names,
}

type Parsed = Result<Expression, Problem>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn wrong(&self) -> Problem {
        let at = self.tokens.get(self.at).map_or(self.text.len(), |(_, at)| *at);
        Problem::Syntax(self.text.to_owned(), at)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &str) -> Result<(), Problem> {
        if self.takes(sign) { Ok(()) } else { Err(self.wrong()) }
    }

    /// Levels of operators that bind alike and are read from the left.
    fn chain<O: Copy>(
        &mut self,
        operator: fn(&Token) -> Option<O>,
        next: fn(&mut Self) -> Parsed,
        join: fn(O, Box<[Expression; 2]>) -> Expression,
    ) -> Parsed {
        let mut left = next(self)?;
        while let Some(found) = self.peek().and_then(operator) {
            self.operators += 1;
            if self.operators > OPERATORS {
                return Err(Problem::TooMuch(self.text.to_owned()));
            }
            self.at += 1;
            left = join(found, Box::new([left, next(self)?]));
        }
        Ok(left)
    }

    fn or(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Problem::TooMuch(self.text.to_owned()));
        }
        let word = |token: &Token| matches!(token, Token::Word("or")).then_some(());
        let read = self.chain(word, Self::and, |(), both| Expression::Or(both));
        self.depth -= 1;
        read
    }

    fn and(&mut self) -> Parsed {
        let word = |token: &Token| matches!(token, Token::Word("and")).then_some(());
        self.chain(word, Self::equality, |(), both| Expression::And(both))
    }

    fn equality(&mut self) -> Parsed {
        let operator = |token: &Token| match token {
            Token::Sign("=") => Some(Comparison::Equal),
            Token::Sign("!=") => Some(Comparison::Unequal),
            _ => None,
        };
        self.chain(operator, Self::relation, Expression::Compare)
    }

    fn relation(&mut self) -> Parsed {
        let operator = |token: &Token| match token {
            Token::Sign("<") => Some(Comparison::Less),
            Token::Sign("<=") => Some(Comparison::LessOrEqual),
            Token::Sign(">") => Some(Comparison::Greater),
            Token::Sign(">=") => Some(Comparison::GreaterOrEqual),
            _ => None,
        };
        self.chain(operator, Self::sum, Expression::Compare)
    }

    fn sum(&mut self) -> Parsed {
        let operator = |token: &Token| match token {
            Token::Sign("+") => Some(Arithmetic::Add),
            Token::Sign("-") => Some(Arithmetic::Subtract),
            _ => None,
        };
        self.chain(operator, Self::product, Expression::Calculate)
    }

    fn product(&mut self) -> Parsed {
        let operator = |token: &Token| match token {
            Token::Sign("*") => Some(Arithmetic::Multiply),
            Token::Word("div") => Some(Arithmetic::Divide),
            Token::Word("mod") => Some(Arithmetic::Modulo),
            _ => None,
        };
        self.chain(operator, Self::negation, Expression::Calculate)
    }

    fn negation(&mut self) -> Parsed {
        let mut minus = false;
        while self.takes("-") {
            minus = !minus;
        }
        let value = self.union()?;
        Ok(if minus { Expression::Negate(Box::new(value)) } else { value })
    }

    fn union(&mut self) -> Parsed {
        let operator = |token: &Token| matches!(token, Token::Sign("|")).then_some(());
        self.chain(operator, Self::path, |(), both| Expression::Union(both))
    }

    fn path(&mut self) -> Parsed {
        let primary = match self.peek() {
            None => return Err(self.wrong()),
            Some(Token::Number(number)) => Some(Expression::Number(*number)),
            Some(Token::Text(text)) => Some(Expression::Text(text.clone())),
            _ => None,
        };
        if let Some(literal) = primary {
            self.at += 1;
            return Ok(literal);
        }
        if self.takes("(") {
            let inside = self.or()?;
            self.expect(")")?;
            return self.filtered(inside);
        }
        if let Some(Token::Call(name)) = self.peek()
            && !is_node_test(name)
        {
            self.at += 1;
            let call = self.call(name)?;
            return self.filtered(call);
        }
        if self.takes("//") {
            return self.steps(Start::Root, vec![below()]);
        }
        if self.takes("/") {
            if !self.begins_step() {
                return Ok(Expression::Path(Box::new(Path {
                    start: Start::Root,
                    steps: Vec::new(),
                })));
            }
            return self.steps(Start::Root, Vec::new());
        }
        self.steps(Start::Here, Vec::new())
    }

    fn call(&mut self, name: &str) -> Parsed {
        let function = Function::named(name).ok_or_else(|| Problem::Function(name.to_owned()))?;
        self.expect("(")?;
        let mut arguments = Vec::new();
        if !self.takes(")") {
            loop {
                arguments.push(self.or()?);
                if self.takes(")") {
                    break;
                }
                self.expect(",")?;
            }
        }
        if !function.takes(arguments.len()) {
            return Err(Problem::Arguments(name.to_owned()));
        }
        function.check(&arguments)?;
        Ok(Expression::Call(function, arguments.into()))
    }

    /// What stands behind `)` of a call or of brackets.
    fn filtered(&mut self, inside: Expression) -> Parsed {
        let predicates = self.predicates()?;
        let deeper = match self.peek() {
            Some(Token::Sign("//")) => Some(vec![below()]),
            Some(Token::Sign("/")) => Some(Vec::new()),
            _ => None,
        };
        match deeper {
            Some(steps) => {
                self.at += 1;
                self.steps(Start::Filter(inside, predicates), steps)
            }
            None if predicates.is_empty() => Ok(inside),
            None => {
                let start = Start::Filter(inside, predicates);
                Ok(Expression::Path(Box::new(Path { start, steps: Vec::new() })))
            }
        }
    }

    fn steps(&mut self, start: Start, mut steps: Vec<Step>) -> Parsed {
        loop {
            steps.push(self.step()?);
            if self.takes("//") {
                steps.push(below());
            } else if !self.takes("/") {
                return Ok(Expression::Path(Box::new(Path { start, steps })));
            }
        }
    }

    fn begins_step(&self) -> bool {
        matches!(
            self.peek(),
            Some(
                Token::Name(_)
                    | Token::Call(_)
                    | Token::Axis(_)
                    | Token::Sign("." | ".." | "*" | "@")
            )
        )
    }

    fn step(&mut self) -> Result<Step, Problem> {
        if self.takes(".") {
            return Ok(Step {
                axis: Axis::Oneself,
                test: Test::Any,
                predicates: self.predicates()?,
            });
        }
        if self.takes("..") {
            return Ok(Step {
                axis: Axis::Parent,
                test: Test::Any,
                predicates: self.predicates()?,
            });
        }
        if matches!(self.peek(), Some(Token::Sign("@"))) {
            return Err(Problem::Expression("an attribute (@)".to_owned()));
        }
        if matches!(self.peek(), Some(Token::Sign("$"))) {
            return Err(Problem::Expression("a variable ($)".to_owned()));
        }
        let axis = match self.peek() {
            Some(Token::Axis(name)) => {
                let axis = match name.as_ref() {
                    "child" => Axis::Child,
                    "parent" => Axis::Parent,
                    "self" => Axis::Oneself,
                    "descendant-or-self" => Axis::Below,
                    other => return Err(Problem::Expression(format!("the axis {other}::"))),
                };
                self.at += 1;
                self.expect("::")?;
                axis
            }
            _ => Axis::Child,
        };
        let test = match self.peek() {
            Some(Token::Name(name)) => Test::Name(self.names.intern(name)),
            Some(Token::Sign("*")) => Test::Element,
            Some(Token::Call(name)) if name.as_ref() == "node" => {
                self.at += 1;
                self.expect("(")?;
                self.expect(")")?;
                return Ok(Step { axis, test: Test::Any, predicates: self.predicates()? });
            }
            Some(Token::Call(name)) if is_node_test(name) => {
                return Err(Problem::Expression(format!("{name}()")));
            }
            _ => return Err(self.wrong()),
        };
        self.at += 1;
        Ok(Step { axis, test, predicates: self.predicates()? })
    }

    fn predicates(&mut self) -> Result<Vec<Expression>, Problem> {
        let mut found = Vec::new();
        while self.takes("[") {
            found.push(self.or()?);
            self.expect("]")?;
        }
        Ok(found)
    }
}

fn is_node_test(name: &str) -> bool {
    matches!(name, "node" | "text" | "comment" | "processing-instruction")
}

fn below() -> Step {
    Step { axis: Axis::Below, test: Test::Any, predicates: Vec::new() }
}
