//! Names and sentences, all invented.

use super::chance::Chance;

pub(super) const FAMILIES: [&str; 30] = [
    "Abbeydale",
    "Birkwith",
    "Carrock",
    "Dunmallard",
    "Eskholme",
    "Fawcett-Ling",
    "Garside",
    "Hollinroyd",
    "Irthing",
    "Jowsey",
    "Kirkbride",
    "Lonsdale",
    "Mossdale",
    "Netherwood",
    "O'Brannock",
    "Pattinby",
    "Quernmore",
    "Raisgill",
    "Scarrowman",
    "Thackthwaite",
    "Ullock",
    "Varty",
    "Wetherlam",
    "Yewdale",
    "Addingham",
    "Brackenber",
    "Crosdale",
    "Deepdale",
    "Ellerbeck",
    "Farrowby",
];

pub(super) const WOMEN: [&str; 12] =
    ["Ada", "Beryl", "Cora", "Dilys", "Enid", "Farah", "Greta", "Hilda", "Ines", "Joyce", "Kamala", "Lorna"];

pub(super) const MEN: [&str; 12] =
    ["Alec", "Basil", "Cyril", "Desmond", "Ewan", "Farid", "Gordon", "Hamish", "Idris", "Jolyon", "Kit", "Leopold"];

pub(super) const STREETS: [&str; 8] = [
    "Chapel Fold",
    "Mill Bank",
    "Tenter Croft",
    "Beck Side",
    "Quarry Rise",
    "Drovers' Way",
    "Smithy Brow",
    "Kiln Lane",
];

pub(super) const TOWNS: [&str; 5] = ["Ravenmere", "Tarnside", "Saltbeck", "Kirkgate", "Larkbarrow"];

pub(super) const DOCTORS: [&str; 6] = ["Ormside", "Plumgarth", "Rydding", "Staveley-Cross", "Tilberthwaite", "Wray"];

const SENTENCES: [&str; 24] = [
    "Seen with their daughter, who does the shopping and the tablets.",
    "Feels better than last month, though still tired by the afternoon.",
    "Walks to the shop and back without stopping, about four hundred metres.",
    "No chest pain, no palpitations, no blackouts.",
    "Sleeps with two pillows, not short of breath at night.",
    "Chest clear, heart sounds normal, no ankle swelling.",
    "Abdomen soft, nothing to feel, bowel sounds normal.",
    "Blood pressure as below, taken sitting, after five minutes of rest.",
    "Takes everything as prescribed and has had no side effects.",
    "Forgets the evening tablets two or three times a week.",
    "Would rather not start another medicine; we talked through why it was suggested.",
    "Understands what to look out for, and when to ring 111 or 999.",
    "Bloods to be repeated in a fortnight; I will ring with the result.",
    "Skin intact over both heels, mattress in place.",
    "Wound 3 cm by 2 cm, clean, edges pink, dressing changed.",
    "Mood low since the bereavement in the spring; no thoughts of self-harm.",
    "Eats two meals a day, weight steady.",
    "Uses the inhaler about once a day, technique checked and good.",
    "Lives alone in a bungalow; carers twice a day.",
    "Hearing aids in both ears, please face them when you speak.",
    "Referred for an opinion; letter dictated today.",
    "Review in three months, sooner if worse.",
    "Allergies checked with them: no change.",
    "Vision worse in the left eye, reading with a magnifier.",
];

/// A text of so many sentences.
pub(super) fn text(chance: &mut Chance, sentences: usize) -> String {
    let said: Vec<&str> = (0..sentences).map(|_| *chance.pick(&SENTENCES)).collect();
    said.join(" ")
}

/// A note as long as notes are: mostly a sentence or two, some of them pages.
pub(super) fn note(chance: &mut Chance) -> String {
    let sentences = chance.length(2.0, 0.9).clamp(1, 40);
    text(chance, sentences)
}
