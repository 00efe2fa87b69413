//! How many slips lie between what was typed and a name.

/// Which letters occur, as a set of bits; a cheap way to see that two texts are far apart.
pub(super) fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |set, byte| set | 1 << (byte % 64))
}

/// Room for the distance, kept from name to name.
#[derive(Default)]
pub(super) struct Rows {
    two_up: Vec<usize>,
    above: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    /// Letters to insert, leave out, change or swap with their neighbour, to get from the one text
    /// to the other; `None` when more than `limit`.
    pub(super) fn distance(&mut self, query: &[char], name: &str, limit: usize) -> Option<usize> {
        let width = query.len() + 1;
        self.two_up.clear();
        self.two_up.resize(width, 0);
        self.above.clear();
        self.above.extend(0..width);
        let mut last = None;
        for (line, letter) in name.chars().enumerate() {
            self.row.clear();
            self.row.push(line + 1);
            for (column, own) in query.iter().enumerate() {
                let change = self.above[column] + usize::from(*own != letter);
                let mut cost = change.min(self.above[column + 1] + 1).min(self.row[column] + 1);
                let swapped = column > 0 && last == Some(*own) && query[column - 1] == letter;
                if swapped {
                    cost = cost.min(self.two_up[column - 1] + 1);
                }
                self.row.push(cost);
            }
            if self.row.iter().min() > Some(&limit) {
                return None;
            }
            last = Some(letter);
            std::mem::swap(&mut self.two_up, &mut self.above);
            std::mem::swap(&mut self.above, &mut self.row);
        }
        self.above.last().copied().filter(|slips| *slips <= limit)
    }
}
