//! Small pieces of SVG text: escaped strings and numbers in their shortest form.
//!
//! Numbers are written from integers by hand, because formatting a float costs more than drawing
//! the point it belongs to.

/// Appends a text, escaped for element content and for attribute values in double quotes.
///
/// Characters that XML forbids are left out.
pub fn text(out: &mut String, raw: &str) {
    let mut rest = raw;
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'&' | b'<' | b'>' | b'"' | ..0x20))
    {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            b'"' => out.push_str("&quot;"),
            b'\t' | b'\n' | b'\r' => out.push(' '),
            _ => {}
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Appends a whole number.
pub fn integer(out: &mut String, value: i32) {
    fixed(out, value, 1);
}

/// Appends tenths in the shortest form: 571 is `57.1`, 5 is `.5`, -500 is `-50`.
pub fn tenths(out: &mut String, value: i32) {
    fixed(out, value, 10);
}

/// Appends hundredths in the shortest form: 3586 is `35.86`, 3550 is `35.5`.
pub fn hundredths(out: &mut String, value: i32) {
    fixed(out, value, 100);
}

/// Writes the `d` of a path with relative commands and as few characters as it can.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// Units of a coordinate in one pixel: 1 or 10.
    unit: i32,
    at: (i32, i32),
    /// The command that bare numbers would repeat.
    command: char,
    /// The last number had a decimal point, so that `.5` may follow it without a space.
    point: bool,
}

impl Pen {
    /// A pen for coordinates in pixels (1) or tenths of a pixel (10).
    pub fn new(unit: i32) -> Self {
        Self { unit, at: (0, 0), command: ' ', point: false }
    }

    /// Starts a stroke, unless the last one ends there.
    pub fn move_to(&mut self, out: &mut String, to: (i32, i32)) {
        if self.at == to && matches!(self.command, 'h' | 'v' | 'l') {
            return;
        }
        out.push('M');
        self.number(out, to.0, true);
        self.number(out, to.1, false);
        self.at = to;
        self.command = 'M';
    }

    /// Goes on in a straight line.
    pub fn line_to(&mut self, out: &mut String, to: (i32, i32)) {
        let (dx, dy) = (to.0 - self.at.0, to.1 - self.at.1);
        let letter = match (dx, dy) {
            (0, 0) => return,
            (_, 0) => 'h',
            (0, _) => 'v',
            _ => 'l',
        };
        let follows_letter = self.command != letter;
        if follows_letter {
            out.push(letter);
            self.command = letter;
        }
        let first = if letter == 'v' { dy } else { dx };
        self.number(out, first, follows_letter);
        if letter == 'l' {
            self.number(out, dy, false);
        }
        self.at = to;
    }

    /// Closes the shape that began at `start`.
    pub fn close(&mut self, out: &mut String, start: (i32, i32)) {
        out.push('z');
        self.at = start;
        self.command = 'z';
    }

    fn number(&mut self, out: &mut String, value: i32, follows_letter: bool) {
        let point = value % self.unit != 0;
        let glued = follows_letter || value < 0 || (self.point && point && value < self.unit);
        if !glued {
            out.push(' ');
        }
        fixed(out, value, self.unit.unsigned_abs());
        self.point = point;
    }
}

fn fixed(out: &mut String, value: i32, unit: u32) {
    if value < 0 {
        out.push('-');
    }
    let magnitude = value.unsigned_abs();
    let (whole, mut rest) = (magnitude / unit, magnitude % unit);
    if whole > 0 || rest == 0 {
        digits(out, whole);
    }
    if rest > 0 {
        out.push('.');
        let mut unit = unit / 10;
        while rest > 0 {
            out.push(digit(rest / unit));
            rest %= unit;
            unit = (unit / 10).max(1);
        }
    }
}

fn digits(out: &mut String, value: u32) {
    if value >= 10 {
        digits(out, value / 10);
    }
    out.push(digit(value % 10));
}

fn digit(value: u32) -> char {
    // Always below ten here.
    char::from(b'0' + u8::try_from(value).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: fn(&mut String, i32), value: i32) -> String {
        let mut out = String::new();
        write(&mut out, value);
        out
    }

    #[test]
    fn numbers_take_their_shortest_form() {
        let tenths = |value| written(tenths, value);
        assert_eq!(tenths(571), "57.1");
        assert_eq!(tenths(5), ".5");
        assert_eq!(tenths(-5), "-.5");
        assert_eq!(tenths(-500), "-50");
        assert_eq!(tenths(0), "0");
        let hundredths = |value| written(hundredths, value);
        assert_eq!(hundredths(3586), "35.86");
        assert_eq!(hundredths(3550), "35.5");
        assert_eq!(hundredths(3505), "35.05");
        assert_eq!(hundredths(7), ".07");
        assert_eq!(hundredths(10_000), "100");
        assert_eq!(written(integer, -12_345), "-12345");
    }

    #[test]
    fn paths_are_relative_and_short() {
        let (mut out, mut pen) = (String::new(), Pen::new(10));
        pen.move_to(&mut out, (571, 1516));
        for to in [(794, 1506), (797, 1510), (900, 1510), (900, 1400)] {
            pen.line_to(&mut out, to);
        }
        pen.move_to(&mut out, (900, 1400));
        pen.line_to(&mut out, (900, 1400));
        pen.line_to(&mut out, (905, 1405));
        pen.close(&mut out, (571, 1516));
        pen.move_to(&mut out, (5, -5));
        assert_eq!(out, "M57.1 151.6l22.3-1 .3.4h10.3v-11l.5.5zM.5-.5");
    }

    #[test]
    fn text_is_escaped_and_cleaned() {
        let mut out = String::new();
        text(&mut out, "A&B <\"c\">\u{0}\n–é");
        assert_eq!(out, "A&amp;B &lt;&quot;c&quot;&gt; –é");
    }
}
