//! The line of one medicine: rules M1 to M3, M8 and M10.

use super::amount::{dose_number, dose_unit, strength};
use super::wording::{brand_name, generic_name, line_text};
use crate::display::text::{safe, some_line};

/// What is known of a medicine. Attributes that are absent are left out of the line.
///
/// The order on the line is fixed (M2): drug, brand, strength, form, dose, rate, duration, route,
/// frequency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MedicineLine {
    /// The drug, or the several ones of a combination (M8).
    pub drugs: Vec<Drug>,
    /// The form, such as `modified-release tablet`.
    pub form: Option<String>,
    /// The dose or the volume.
    pub dose: Option<Dose>,
    /// The rate, such as `20 mL per hour`.
    pub rate: Option<String>,
    /// The duration, such as `1w` (rule U1).
    pub duration: Option<String>,
    /// The route, such as `oral`.
    pub route: Option<String>,
    /// The frequency, such as `three times a day`.
    pub frequency: Option<String>,
}

/// One drug.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drug {
    /// The generic name.
    pub generic: Option<String>,
    /// The brand.
    pub brand: Option<String>,
    /// The name as the source wrote it, where it did not say what of it is generic name, brand,
    /// strength and form. It is shown as it came: taking such a name apart, or changing capitals
    /// and strokes in it, could make it another one (product rule).
    pub recorded: Option<String>,
    /// The strength.
    pub strength: Option<String>,
}

/// A dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dose {
    /// What the source wrote; shown unaltered.
    Text(String),
    /// An amount, or a range of amounts.
    Amount {
        /// The amount, or the lower end of the range.
        value: String,
        /// The upper end of the range.
        to: Option<String>,
        /// The unit.
        unit: String,
    },
}

/// A piece of text that is bold or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The text; two spaces in a row are meant (M8).
    pub text: String,
    /// Whether it is bold.
    pub bold: bool,
}

/// One attribute with the delimiter behind it. A line may break only between attributes, unless
/// one is too long for a line of its own (M10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The pieces; the last ends with a space unless the attribute is the last.
    pub runs: Vec<Run>,
}

impl MedicineLine {
    /// A medicine of which the source gave a name and a text for the dose, as most do.
    pub fn as_recorded(name: &str, dose: Option<&str>) -> MedicineLine {
        let drug = Drug { recorded: Some(name.to_owned()), ..Drug::default() };
        MedicineLine {
            drugs: vec![drug],
            dose: dose.map(|dose| Dose::Text(dose.to_owned())),
            ..MedicineLine::default()
        }
    }

    /// The attributes in their order, each with its delimiter.
    pub fn attributes(&self) -> Vec<Attribute> {
        let mut drugs: Vec<Vec<Run>> = match self.drugs.as_slice() {
            [single] => single.apart(),
            several => several.iter().map(Drug::together).filter(|runs| !runs.is_empty()).collect(),
        };
        if drugs.is_empty() {
            drugs.push(vec![plain("Drug name not recorded".to_owned())]);
        }
        let combined = if self.drugs.len() > 1 { drugs.len() } else { 0 };
        let mut all = drugs;
        all.extend(worded(self.form.as_deref()));
        all.extend(self.dose.as_ref().and_then(Dose::runs));
        for text in [&self.rate, &self.duration, &self.route, &self.frequency] {
            all.extend(worded(text.as_deref()));
        }
        let last = all.len() - 1;
        let attributes = all.into_iter().enumerate().map(|(index, mut runs)| {
            if index < last {
                // A plus sign stands only between drugs (M8).
                let delimiter = if index + 1 < combined { " + " } else { " — " };
                push_plain(&mut runs, delimiter);
            }
            Attribute { runs }
        });
        attributes.collect()
    }

    /// The whole line in pieces.
    pub fn runs(&self) -> Vec<Run> {
        self.attributes().into_iter().flat_map(|attribute| attribute.runs).collect()
    }

    /// The whole line as text.
    pub fn plain(&self) -> String {
        self.runs().into_iter().map(|run| run.text).collect()
    }
}

impl Drug {
    fn generic(&self) -> Option<Run> {
        let name = some_line(self.generic.as_deref())?;
        Some(Run { text: generic_name(&name), bold: true })
    }

    fn brand(&self) -> Option<Run> {
        let name = some_line(self.brand.as_deref())?;
        Some(plain(brand_name(&name)))
    }

    /// The name as recorded, where there is no other.
    fn recorded(&self) -> Option<Run> {
        let name = some_line(self.recorded.as_deref())?;
        Some(Run { text: name, bold: true })
    }

    fn strength(&self) -> Option<Run> {
        Some(plain(strength(&some_line(self.strength.as_deref())?)))
    }

    fn names(&self) -> Vec<Run> {
        let names: Vec<Run> = [self.generic(), self.brand()].into_iter().flatten().collect();
        if names.is_empty() { self.recorded().into_iter().collect() } else { names }
    }

    /// The only drug of the line: name, brand and strength are attributes. A percentage belongs to
    /// the name before it (M8).
    fn apart(&self) -> Vec<Vec<Run>> {
        let mut attributes: Vec<Vec<Run>> = self.names().into_iter().map(|run| vec![run]).collect();
        match (self.strength(), attributes.last_mut()) {
            (Some(strength), Some(name)) if strength.text.ends_with('%') => {
                push_plain(name, "  ");
                push_plain(name, &strength.text);
            }
            (Some(strength), Some(_)) => attributes.push(vec![strength]),
            // A strength without a drug is not a medicine's name.
            (_, _) => {}
        }
        attributes
    }

    /// One of several drugs: name and strength with a double space between them (M8).
    fn together(&self) -> Vec<Run> {
        let mut runs = Vec::new();
        for run in self.names().into_iter().chain(self.strength()) {
            if !runs.is_empty() {
                push_plain(&mut runs, "  ");
            }
            runs.push(run);
        }
        runs
    }
}

impl Dose {
    /// The label, one space, and the dose: amount and unit bold (M3), a text as it came.
    fn runs(&self) -> Option<Vec<Run>> {
        let label = plain("DOSE ".to_owned());
        match self {
            Dose::Text(text) => {
                let text = safe(text);
                if text.trim().is_empty() {
                    return None;
                }
                Some(vec![label, plain(text.into_owned())])
            }
            Dose::Amount { value, to, unit } => {
                let mut number = dose_number(value);
                if number.is_empty() {
                    return None;
                }
                if let Some(to) = to {
                    number = format!("{number} to {}", dose_number(to));
                }
                let unit = dose_unit(unit, &number);
                let text = match unit.as_str() {
                    "" => number,
                    "%" => format!("{number}%"),
                    unit => format!("{number} {unit}"),
                };
                Some(vec![label, Run { text: line_text(&text), bold: true }])
            }
        }
    }
}

fn plain(text: String) -> Run {
    Run { text, bold: false }
}

/// Adds to the last piece when that is not bold either.
fn push_plain(runs: &mut Vec<Run>, text: &str) {
    match runs.last_mut() {
        Some(run) if !run.bold => run.text.push_str(text),
        _ => runs.push(plain(text.to_owned())),
    }
}

fn worded(text: Option<&str>) -> Option<Vec<Run>> {
    let text = line_text(text?);
    if text.is_empty() { None } else { Some(vec![plain(text)]) }
}

#[cfg(test)]
mod tests;
