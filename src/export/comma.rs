//! Values with commas or semicolons between them, which a spreadsheet opens without running anything.

/// Cells of one line, with its end.
///
/// What a spreadsheet would take for a formula gets an apostrophe before it, which it shows as text.
pub fn line(cells: &[&str], into: &mut String) {
    joined(cells, ',', into);
}

/// The same with semicolons: where the comma is the decimal sign, as in Indonesia, spreadsheets open
/// nothing else in columns.
pub fn local(cells: &[&str], into: &mut String) {
    joined(cells, ';', into);
}

fn joined(cells: &[&str], separator: char, into: &mut String) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            into.push(separator);
        }
        let formula = is_formula(cell);
        let quoted = formula || cell.contains([',', ';', '"', '\n', '\r', '\t']);
        if !quoted {
            into.push_str(cell);
            continue;
        }
        into.push('"');
        if formula {
            into.push('\'');
        }
        into.push_str(&cell.replace('"', "\"\""));
        into.push('"');
    }
    into.push_str("\r\n");
}

/// Whether a spreadsheet may take a text for a formula.
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[&str]) -> String {
        let mut text = String::new();
        line(cells, &mut text);
        text
    }

    #[test]
    fn cells_read_back_and_run_nothing() {
        assert_eq!(written(&["a", "", "b c"]), "a,,b c\r\n");
        assert_eq!(
            written(&["a,b", "x;y", "say \"hi\"", "two\nlines"]),
            "\"a,b\",\"x;y\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n"
        );
        let mut text = String::new();
        local(&["a", "b;c", "1,5"], &mut text);
        assert_eq!(text, "a;\"b;c\";\"1,5\"\r\n");
        for cell in ["=1+1", "+62", "-1", "@x", "\t=1", "\r=1", "＝1", "=HYPERLINK(\"x\")"] {
            let line = written(&[cell]);
            assert!(line.starts_with("\"'"), "{line}");
            assert_eq!(line, format!("\"'{}\"\r\n", cell.replace('"', "\"\"")));
        }
    }
}
