//! What is measured again and again.

/// A quantity: how a practice and a hospital code it, and between which values it moves.
pub(super) struct Series {
    /// SNOMED CT, as general practice codes it.
    pub(super) snomed: (&'static str, &'static str),
    /// LOINC, as a hospital does.
    pub(super) loinc: (&'static str, &'static str),
    /// The unit.
    pub(super) unit: &'static str,
    /// Decimal places of a value; the values below count the last of them.
    pub(super) places: u32,
    /// The values between which it moves.
    pub(super) usual: (i64, i64),
    /// The reference range, where there is one.
    pub(super) range: Option<(i64, i64)>,
}

type Code = (&'static str, &'static str);

const fn vital(snomed: Code, loinc: Code, unit: &'static str, places: u32, usual: (i64, i64)) -> Series {
    Series { snomed, loinc, unit, places, usual, range: None }
}

const fn result(
    snomed: Code,
    loinc: Code,
    unit: &'static str,
    places: u32,
    usual: (i64, i64),
    range: (i64, i64),
) -> Series {
    Series { snomed, loinc, unit, places, usual, range: Some(range) }
}

/// What is measured at the bedside and in the treatment room.
pub(super) const VITALS: [Series; 5] = [
    vital(("27113001", "Body weight"), ("29463-7", "Body weight"), "kg", 1, (480, 1_150)),
    vital(("78564009", "Pulse rate"), ("8867-4", "Heart rate"), "/min", 0, (52, 110)),
    vital(
        ("431314004", "Peripheral oxygen saturation"),
        ("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"),
        "%",
        0,
        (91, 99),
    ),
    vital(("386725007", "Body temperature"), ("8310-5", "Body temperature"), "°C", 1, (358, 389)),
    vital(("86290005", "Respiratory rate"), ("9279-1", "Respiratory rate"), "/min", 0, (11, 24)),
];

/// A blood test that measures several things at once.
pub(super) struct Panel {
    /// What it is called.
    pub(super) name: &'static str,
    /// What it measures.
    pub(super) parts: &'static [Series],
}

const RENAL: [Series; 4] = [
    result(
        ("1000661000000107", "Serum sodium level"),
        ("2951-2", "Sodium [Moles/volume] in Serum or Plasma"),
        "mmol/L",
        0,
        (130, 146),
        (133, 146),
    ),
    result(
        ("1000651000000109", "Serum potassium level"),
        ("2823-3", "Potassium [Moles/volume] in Serum or Plasma"),
        "mmol/L",
        1,
        (34, 58),
        (35, 53),
    ),
    result(
        ("1000731000000107", "Serum creatinine level"),
        ("14682-9", "Creatinine [Moles/volume] in Serum or Plasma"),
        "umol/L",
        0,
        (58, 190),
        (59, 104),
    ),
    result(
        (
            "1011481000000105",
            "eGFR (estimated glomerular filtration rate) using creatinine Chronic Kidney Disease Epidemiology \
             Collaboration equation per 1.73 square metres",
        ),
        (
            "62238-1",
            "Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by \
             Creatinine-based formula (CKD-EPI)",
        ),
        "mL/min/1.73m2",
        0,
        (28, 90),
        (60, 90),
    ),
];

const BLOOD: [Series; 2] = [
    result(
        ("1022431000000105", "Haemoglobin estimation"),
        ("718-7", "Hemoglobin [Mass/volume] in Blood"),
        "g/L",
        0,
        (98, 168),
        (115, 165),
    ),
    result(
        ("1005671000000105", "Serum cholesterol level"),
        ("14647-2", "Cholesterol [Moles/volume] in Serum or Plasma"),
        "mmol/L",
        2,
        (310, 690),
        (0, 500),
    ),
];

const SUGAR: [Series; 1] = [result(
    ("999791000000106", "Haemoglobin A1c level - IFCC standardised"),
    ("59261-8", "Hemoglobin A1c/Hemoglobin.total in Blood by IFCC protocol"),
    "mmol/mol",
    0,
    (36, 92),
    (20, 42),
)];

/// The blood tests.
pub(super) const PANELS: [Panel; 3] = [
    Panel { name: "Urea and electrolytes", parts: &RENAL },
    Panel { name: "Full blood count and lipids", parts: &BLOOD },
    Panel { name: "HbA1c", parts: &SUGAR },
];
