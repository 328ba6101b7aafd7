//! What is recorded of people: words and codes that the synthetic people use too, and plain text where no code is
//! certain.

/// Something that a code of SNOMED CT or plain text names.
pub(super) struct Term {
    /// The SNOMED CT code; empty where there is only text.
    pub(super) code: &'static str,
    /// The code's words, or the text.
    pub(super) words: &'static str,
    /// How a hospital puts it, where it has words of its own.
    pub(super) elsewhere: &'static str,
}

const fn term(code: &'static str, words: &'static str, elsewhere: &'static str) -> Term {
    Term { code, words, elsewhere }
}

/// Long-lasting problems, which several organisations know.
pub(super) const PROBLEMS: [Term; 18] = [
    term("44054006", "Diabetes mellitus type 2", "Type 2 diabetes mellitus"),
    term("38341003", "Hypertensive disorder", "Hypertension"),
    term("84114007", "Heart failure", "Heart failure with reduced ejection fraction"),
    term("195967001", "Asthma", "Asthma"),
    term("13645005", "Chronic obstructive lung disease", "COPD"),
    term("49436004", "Atrial fibrillation", "Atrial fibrillation, rate controlled"),
    term("40930008", "Hypothyroidism", "Hypothyroidism"),
    term("64859006", "Osteoporosis", "Osteoporosis"),
    term("239873007", "Osteoarthritis of knee", "Osteoarthritis, left knee"),
    term("279039007", "Low back pain", "Chronic low back pain"),
    term("197480006", "Anxiety disorder", "Generalised anxiety"),
    term("193570009", "Cataract", "Bilateral cataracts"),
    term("77075001", "Primary open angle glaucoma", "Glaucoma"),
    term("414545008", "Ischaemic heart disease", "Ischaemic heart disease"),
    term("700379002", "Chronic kidney disease stage 3B", "CKD stage 3b"),
    term("386805003", "Mild cognitive disorder", "Mild cognitive impairment"),
    term("22298006", "Myocardial infarction", "NSTEMI"),
    term("700378005", "Chronic kidney disease stage 3A", "CKD stage 3a"),
];

/// Short ones, which a practice meets every day.
pub(super) const MINOR: [Term; 10] = [
    term("68566005", "Urinary tract infectious disease", ""),
    term("50417007", "Lower respiratory tract infection", ""),
    term("", "Tennis elbow", ""),
    term("", "Plantar fasciitis", ""),
    term("", "Ear wax in the right ear", ""),
    term("", "Sprained left ankle", ""),
    term("", "Sore throat for four days", ""),
    term("", "Contact dermatitis of both hands", ""),
    term("", "Dog bite, forearm", ""),
    term("", "Dizziness on standing", ""),
];

/// Problems of which their source says that not everybody may see them.
pub(super) const RESTRICTED: [Term; 2] = [
    term("47505003", "Posttraumatic stress disorder", "Post-traumatic stress disorder"),
    term("13746004", "Bipolar disorder", "Bipolar affective disorder"),
];

/// Allergies; the words elsewhere are what somebody types on a ward.
pub(super) const ALLERGIES: [Term; 6] = [
    term("91936005", "Allergy to penicillin", "Penicillin - came out in a rash"),
    term("300916003", "Latex allergy", "Latex gloves: hives"),
    term("292939004", "Trimethoprim adverse reaction", "Trimethoprim (sickness)"),
    term("293586001", "Aspirin allergy", "Aspirin - wheeze"),
    term("", "Elastoplast, blistering", "Plasters"),
    term("", "Codeine: confused on it", "Codeine"),
];

/// No known allergies, as a clinician states it.
pub(super) const NO_KNOWN_ALLERGY: Term = term("716186003", "No known allergy", "");

/// A medicine: its name, how it is taken, how much is supplied at once, and its dose on a ward.
pub(super) struct Medicine {
    pub(super) name: &'static str,
    pub(super) dose: &'static str,
    pub(super) quantity: u32,
    pub(super) unit: &'static str,
    pub(super) ward: &'static str,
}

const fn tablets(name: &'static str, dose: &'static str, quantity: u32, ward: &'static str) -> Medicine {
    Medicine { name, dose, quantity, unit: "tablet", ward }
}

/// Medicines that are taken for years.
pub(super) const MEDICINES: [Medicine; 20] = [
    tablets("Metformin 500mg tablets", "1 tablet twice a day with food", 56, "500 mg twice a day"),
    tablets("Ramipril 5mg tablets", "1 tablet each morning", 28, "5 mg in the morning"),
    tablets("Amlodipine 5mg tablets", "1 tablet each morning", 28, "5 mg once a day"),
    tablets("Atorvastatin 40mg tablets", "1 tablet at night", 28, "40 mg at night"),
    tablets("Bisoprolol 2.5mg tablets", "1 tablet each morning", 28, "2.5 mg once a day"),
    tablets("Furosemide 40mg tablets", "1 tablet in the morning", 28, "40 mg twice a day, at 08:00 and 14:00"),
    tablets("Apixaban 5mg tablets", "1 tablet twice a day", 56, "5 mg twice a day"),
    tablets("Levothyroxine sodium 75microgram tablets", "1 tablet before breakfast", 28, "75 micrograms once a day"),
    tablets("Omeprazole 20mg tablets", "1 tablet before breakfast", 28, "20 mg once a day"),
    tablets("Alendronic acid 70mg tablets", "1 tablet once a week, upright, with water", 4, "70 mg weekly"),
    tablets("Sertraline 50mg tablets", "1 tablet each morning", 28, "50 mg once a day"),
    tablets("Gliclazide 80mg tablets", "1 tablet twice a day with food", 56, "80 mg twice a day"),
    tablets("Spironolactone 25mg tablets", "1 tablet each morning", 28, "25 mg once a day"),
    tablets(
        "Paracetamol 500mg tablets",
        "2 tablets up to four times a day when needed",
        100,
        "1 g up to 4 times a day",
    ),
    tablets("Codeine 30mg tablets", "1 tablet up to four times a day when needed", 56, "30 mg when needed"),
    tablets("Folic acid 5mg tablets", "1 tablet each morning", 28, "5 mg once a day"),
    tablets("Digoxin 125microgram tablets", "1 tablet each morning", 28, "125 micrograms once a day"),
    tablets("Prednisolone 5mg tablets", "6 tablets each morning for five days", 30, "30 mg once a day"),
    Medicine {
        name: "Salbutamol 100micrograms/dose inhaler CFC free",
        dose: "1 or 2 puffs when needed",
        quantity: 1,
        unit: "inhaler",
        ward: "2 puffs when needed",
    },
    Medicine {
        name: "Latanoprost 50micrograms/ml eye drops",
        dose: "1 drop in each eye at night",
        quantity: 1,
        unit: "bottle",
        ward: "1 drop each eye at night",
    },
];

/// Immunisations.
pub(super) const VACCINES: [Term; 3] = [
    term("822851000000102", "Seasonal influenza vaccination", ""),
    term("", "Pneumococcal vaccination", ""),
    term("", "Shingles vaccination", ""),
];
