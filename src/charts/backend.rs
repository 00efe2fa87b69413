//! Our own plotters backend: classes instead of colours, one decimal, merged paths, no font.
//!
//! The canvas is ten times as large as the picture, because plotters knows whole pixels only; a
//! coordinate is divided by ten when it is written. Neighbouring strokes of one ink become one
//! `<path>` with relative moves, neighbouring texts of one ink and anchor one `<g>`. Widths, dashes
//! and fonts belong to the style sheet, so those of plotters are not written.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::theme::Ink;
use super::write::{self, Pen};

/// Canvas units per pixel of the picture.
pub const SCALE: i32 = 10;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Appends SVG elements to a string; complete after `present`.
#[derive(Debug)]
pub struct SvgBackend<'a> {
    out: &'a mut String,
    size: (u32, u32),
    open: Open,
    pen: Pen,
}

/// The element that still accepts more of the same.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Path(Ink),
    Texts(Ink, &'static str),
}

impl<'a> SvgBackend<'a> {
    /// A backend for a picture of that many pixels, which appends to `out`.
    pub fn new(out: &'a mut String, (width, height): (i32, i32)) -> Self {
        let canvas = |pixels: i32| pixels.unsigned_abs() * SCALE.unsigned_abs();
        let size = (canvas(width), canvas(height));
        Self { out, size, open: Open::Nothing, pen: Pen::new(SCALE) }
    }

    fn close(&mut self) {
        match self.open {
            Open::Nothing => {}
            Open::Path(_) => self.out.push_str("\"/>"),
            Open::Texts(..) => self.out.push_str("</g>"),
        }
        self.open = Open::Nothing;
    }

    /// Opens a path of the ink, or goes on with the open one; false for a colour without meaning.
    fn open_path(&mut self, color: BackendColor) -> bool {
        let Some(ink) = Ink::from_rgb(color.rgb) else { return false };
        if self.open != Open::Path(ink) {
            self.close();
            self.out.push_str("<path class=\"");
            self.out.push_str(ink.class());
            self.out.push_str("\" d=\"");
            self.open = Open::Path(ink);
            self.pen = Pen::new(SCALE);
        }
        true
    }

    fn trace(&mut self, path: impl IntoIterator<Item = BackendCoord>) -> Option<BackendCoord> {
        let mut points = path.into_iter();
        let first = points.next()?;
        self.pen.move_to(self.out, first);
        for point in points {
            self.pen.line_to(self.out, point);
        }
        Some(first)
    }

    fn attribute(&mut self, name: &str, value: i32) {
        self.out.push_str(name);
        self.out.push_str("=\"");
        write::tenths(self.out, value);
        self.out.push('"');
    }
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.close();
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + SCALE, point.1 + SCALE), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.fill_polygon(corners, &style.color())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        if self.open_path(style.color()) {
            self.trace(path);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        if self.open_path(style.color())
            && let Some(start) = self.trace(corners)
        {
            self.pen.close(self.out, start);
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        if let Some(ink) = Ink::from_rgb(style.color().rgb) {
            self.close();
            self.out.push_str("<circle class=\"");
            self.out.push_str(ink.class());
            self.attribute("\" cx", center.0);
            self.attribute(" cy", center.1);
            self.attribute(" r", i32::try_from(radius).unwrap_or(0));
            self.out.push_str("/>");
        }
        Ok(())
    }

    /// Writes a text with its baseline at the bottom of the anchor box.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let Some(ink) = Ink::from_rgb(style.color().rgb) else { return Ok(()) };
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let em = ink.font_size() * SCALE;
        let baseline = match style.anchor().v_pos {
            VPos::Bottom => y,
            VPos::Center => y + em * 35 / 100,
            VPos::Top => y + em * 77 / 100,
        };
        if self.open != Open::Texts(ink, anchor) {
            self.close();
            self.out.push_str("<g class=\"");
            self.out.push_str(ink.class());
            self.out.push('"');
            self.out.push_str(anchor);
            self.out.push('>');
            self.open = Open::Texts(ink, anchor);
        }
        self.out.push_str("<text");
        self.attribute(" x", x);
        self.attribute(" y", baseline);
        self.out.push('>');
        write::text(self.out, text);
        self.out.push_str("</text>");
        Ok(())
    }

    /// Estimates by characters, because there is no font to ask.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let ink = Ink::from_rgb(style.color().rgb).unwrap_or(Ink::Text);
        let height = ink.font_size() * SCALE;
        Ok((ink.text_width(text).unsigned_abs(), height.unsigned_abs()))
    }
}
