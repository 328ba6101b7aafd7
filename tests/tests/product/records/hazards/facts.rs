//! One fact against one snapshot. Every part of the schema is taken apart here, so a part that nobody checks is an
//! error of the compiler.

use commonweal_shared::display::AllergyTitle;
use commonweal_shared::records::{Absence, Chart, NumberOnFile, SectionId};
use commonweal_tests::{Behind, Place, resources, texts};

use super::expected::{Counted, Expected, Fact, Kept, State, TallyPart, UnreadablePart, Waits};
use super::rows::matching;
use super::snapshot::{FileOutcome, Snapshot, behind};

type Outcome = Result<(), String>;

/// Everything in which this fact does not hold; empty when it does.
pub(crate) fn broken(fact: &Fact, expected: &Expected, snapshot: &Snapshot, folder_alone: bool) -> Vec<String> {
    let Fact {
        hazard,
        says: _,
        person,
        person_count,
        row,
        no_row,
        rows,
        state,
        not_state,
        allergy_title,
        not_allergy_title,
        prescribing_blocked,
        warning,
        present,
        absent,
        sources,
        no_source,
        number_valid,
        no_link,
        nobody,
        kept,
        tally,
        unreadable,
        waits,
        refused,
    } = fact;
    let mut broken = Vec::new();
    let mut check = |outcome: Outcome| broken.extend(outcome.err());

    if let Some(count) = person_count.filter(|_| folder_alone) {
        check(is("the number of people", &snapshot.people, &count));
    }
    if let Some(nobody) = nobody {
        let of_that_name =
            |chart: &&Chart| chart.person.identity.name.family.as_deref() == Some(nobody.family.as_str());
        check(is(
            &format!("how many are called {}", nobody.family),
            &snapshot.charts.values().filter(of_that_name).count(),
            &0,
        ));
    }
    if let Some(kept) = kept {
        check(is_kept(kept, hazard, expected, snapshot));
    }
    if let Some(part) = tally {
        check(counts_as(part, expected, snapshot));
    }
    if let Some(part) = unreadable {
        check(is_unreadable(part, expected, snapshot));
    }
    if let Some(waits) = waits {
        check(file(snapshot, &waits.file).and_then(|outcome| does_wait(waits, outcome)));
    }
    if let Some(refused) = refused {
        check(file(snapshot, &refused.file).and_then(|outcome| {
            let nothing = outcome.tally.resources == 0 && outcome.tally.people.is_empty() && outcome.tally.refused == 1;
            if outcome.refused.is_some() && nothing { Ok(()) } else { Err(format!("{} was not refused", refused.file)) }
        }));
    }
    if let Some(codes) = no_source {
        for (id, chart) in &snapshot.charts {
            if let Some(source) =
                chart.sources.iter().find(|source| codes.iter().any(|code| code == source.code.as_str()))
            {
                check(Err(format!("{} is a source of {id}", source.code)));
            }
        }
    }

    let Some(key) = person else { return broken };
    let about = expected.person.iter().find(|one| &one.key == key);
    let found = about.ok_or_else(|| format!("{key} is not among the people")).and_then(|one| snapshot.chart_of(one));
    let (person, (_, chart)) = match (about, found) {
        (Some(person), Ok(found)) => (person, found),
        (_, Err(reason)) => return [broken, vec![reason]].concat(),
        (None, Ok(_)) => unreachable!("whoever is not among the people was not found"),
    };
    let mut check = |outcome: Outcome| broken.extend(outcome.err());
    if let Some(parts) = row {
        check(if matching(chart, parts) > 0 { Ok(()) } else { Err(format!("no row fits {parts:?}")) });
    }
    if let Some(parts) = no_row {
        check(is(&format!("how many rows fit {parts:?}"), &matching(chart, parts), &0));
    }
    if let Some(parts) = rows {
        let count = parts.count.ok_or_else(|| "`rows` states no count".to_owned());
        check(count.and_then(|count| is(&format!("how many rows fit {parts:?}"), &matching(chart, parts), &count)));
    }
    if let Some(expected) = state {
        check(state_of(chart, expected).and_then(|found| is(&place(expected), &found, &expected.is)));
    }
    if let Some(other) = not_state {
        check(state_of(chart, other).and_then(|found| is_not(&place(other), &found, &other.is)));
    }
    if let Some(title) = allergy_title {
        check(is("the title of allergies", title_of(chart), title.as_str()));
    }
    if let Some(title) = not_allergy_title {
        check(is_not("the title of allergies", title_of(chart), title.as_str()));
    }
    if let Some(blocked) = prescribing_blocked {
        check(is("whether prescribing is blocked", &chart.prescribing_blocked, blocked));
    }
    if let Some(warning) = warning {
        let section = chart.section(warning.section).into_iter().flat_map(|section| &section.sources);
        let mut said = section.filter(|one| one.source.as_str() == warning.source).flat_map(|one| &one.warnings);
        let fits = said.any(|said| said.code == warning.code && said.text == warning.text);
        check(if fits { Ok(()) } else { Err(format!("it does not carry {warning:?}")) });
    }
    if let Some(text) = present {
        let found = texts(chart).iter().any(|one| one.contains(&text.text));
        check(if found { Ok(()) } else { Err(format!("\"{}\" does not occur", text.text)) });
    }
    for text in absent.iter().chain(no_link) {
        let number = text.person_nhs.as_ref().filter(|number| **number != person.nhs);
        check(number.map_or(Ok(()), |number| Err(format!("{number} is not {key}'s number"))));
        let lower = text.text.to_lowercase();
        let found = texts(chart).into_iter().find(|one| one.to_lowercase().contains(&lower));
        check(found.map_or(Ok(()), |found| Err(format!("\"{}\" occurs, in \"{found}\"", text.text))));
    }
    if let Some(codes) = sources {
        let codes: std::collections::BTreeSet<String> = codes.iter().cloned().collect();
        check(is("the sources behind the items", &behind(chart), &codes));
    }
    if let Some(valid) = number_valid {
        let found = matches!(chart.person.identity.number, NumberOnFile::Stated { .. });
        check(is("whether the number is valid", &found, valid));
    }
    broken
}

fn is<T: PartialEq + std::fmt::Debug + ?Sized>(what: &str, found: &T, expected: &T) -> Outcome {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}")) }
}

fn is_not<T: PartialEq + std::fmt::Debug + ?Sized>(what: &str, found: &T, other: &T) -> Outcome {
    if found == other { Err(format!("{what}: it must not be {found:?}")) } else { Ok(()) }
}

fn file<'a>(snapshot: &'a Snapshot, path: &str) -> Result<&'a FileOutcome, String> {
    snapshot.files.get(path).ok_or_else(|| format!("{path} was not imported"))
}

fn place(state: &State) -> String {
    format!("the state of {} at {}", state.section.id(), state.source)
}

fn state_of(chart: &Chart, at: &State) -> Result<Absence, String> {
    let section = chart.section(at.section).ok_or_else(|| format!("there is no section {}", at.section.id()))?;
    let source = section.sources.iter().find(|one| one.source.as_str() == at.source);
    source.map(|one| one.state).ok_or_else(|| format!("{} says nothing of {}", at.source, at.section.id()))
}

/// The banner's title (display rules AL1 to AL4), by the state of the section as a whole.
fn title_of(chart: &Chart) -> &'static str {
    match chart.section(SectionId::Allergies).map(|section| section.state) {
        Some(Absence::Present) => AllergyTitle::Known,
        Some(Absence::KnownNone) => AllergyTitle::NoKnown,
        Some(Absence::NoneRecorded) => AllergyTitle::NotRecorded,
        Some(Absence::Withheld | Absence::Unavailable) | None => AllergyTitle::Unavailable,
    }
    .title()
}

/// What stands behind the charts that a file reaches, as far as its source sent it.
fn sent_by(expected: &Expected, snapshot: &Snapshot, path: &str) -> Result<Vec<Behind>, String> {
    let source = expected.file.iter().find(|file| file.path == path).map(|file| file.source.as_str());
    let people = &file(snapshot, path)?.tally.people;
    let charts = snapshot.charts.iter().filter(|(id, _)| people.contains(id));
    let all = charts.flat_map(|(_, chart)| resources(chart).into_values());
    Ok(all.filter(|one| Some(one.source.as_str()) == source).collect())
}

fn is_kept(kept: &Kept, hazard: &str, expected: &Expected, snapshot: &Snapshot) -> Outcome {
    let behind: Vec<Behind> = match &kept.file {
        Some(path) => sent_by(expected, snapshot, path)?,
        None => {
            let charts = snapshot.charts_of_folder(expected, hazard);
            charts.flat_map(|(_, chart)| resources(chart).into_values()).collect()
        }
    };
    let count = behind.iter().filter(|one| one.reference.as_deref() == Some(kept.reference.as_str())).count();
    is(&format!("how many {} are kept", kept.reference), &count, &kept.count)
}

fn counts_as(part: &TallyPart, expected: &Expected, snapshot: &Snapshot) -> Outcome {
    let place = match part.r#as {
        Counted::Folded => Place::Folded,
    };
    let behind = sent_by(expected, snapshot, &part.file)?;
    let count = behind.iter().filter(|one| one.resource_type == part.r#type && one.place == place).count();
    is(&format!("how many {} count as {:?}", part.r#type, part.r#as), &count, &part.count)
}

fn is_unreadable(part: &UnreadablePart, expected: &Expected, snapshot: &Snapshot) -> Outcome {
    let behind = sent_by(expected, snapshot, &part.file)?;
    let count = behind.iter().filter(|one| one.place == Place::Unreadable).count();
    is("how many unreadable items are kept", &count, &part.count)?;
    let people = &file(snapshot, &part.file)?.tally.people;
    let charts = snapshot.charts.iter().filter(|(id, _)| people.contains(id));
    let without = charts.flat_map(|(_, chart)| &chart.unreadable).filter(|one| one.reason.trim().is_empty()).count();
    is("how many unreadable items have no reason", &without, &0)
}

/// The beginnings of the sentences in which the product says why something waits.
fn sentence(because: &str) -> &'static str {
    match because {
        "no-patient" => "There is no Patient in it",
        "two-patients" => "It holds data of 2 people",
        "details-disagree" => "A record on file has the same NHS number or id, but",
        "names-another-person" => "It names another person",
        other => panic!("{other} is no reason that the README states"),
    }
}

pub(crate) fn does_wait(waits: &Waits, outcome: &FileOutcome) -> Outcome {
    let sentence = sentence(&waits.because);
    let of_type = |reason: &str| waits.r#type.as_ref().is_none_or(|kind| reason.contains(&format!("({kind}.")));
    let fitting = outcome.waiting.iter().filter(|one| one.reason.starts_with(sentence) && of_type(&one.reason));
    let count: usize = fitting.map(|one| one.resources as usize).sum();
    is(
        &format!("how many of {} wait because \"{sentence}\"", waits.file),
        &count,
        &waits.count.unwrap_or(outcome.tally.resources),
    )
}
