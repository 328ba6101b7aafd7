//! The absence state of each section and source, in tables that were reviewed by hand against the files.

use std::fmt::Write as _;

use commonweal_shared::records::Chart;
use commonweal_tests::{Engine, Position, TestServer, assert_golden, run, say};

use super::hazards::world;
use super::samples::{self, SampleFile};
use crate::demo::demo;

/// The heading of each table.
const HEADING: &str = "# about\tsource\tsection\tstate\titems\twarnings\n";

/// One line for each section and source of a chart.
fn lines(table: &mut String, about: &str, chart: &Chart) {
    for section in &chart.sections {
        for source in &section.sources {
            let warnings: Vec<&str> = source.warnings.iter().map(|warning| warning.code.id()).collect();
            let _ = writeln!(
                table,
                "{about}\t{}\t{}\t{}\t{}\t{}",
                source.source,
                section.id.id(),
                source.state.id(),
                source.items,
                if warnings.is_empty() { "-".to_owned() } else { warnings.join(",") },
            );
        }
    }
}

#[test]
fn absence_in_the_fixtures() {
    run(async {
        let world = world().await;
        let mut table = HEADING.to_owned();
        for person in &world.expected.person {
            let (_, chart) = world.first().chart_of(person).expect("the person is on file");
            lines(&mut table, &format!("{} (Patient/{})", person.key, person.patient), chart);
        }
        assert_golden("absence-fixtures.tsv", &table);
    });
}

#[test]
fn absence_in_the_synthetic_people() {
    run(async {
        let demo = demo().await;
        let mut table = HEADING.to_owned();
        for slug in demo.people.keys() {
            lines(&mut table, slug, demo.chart(slug));
        }
        assert_golden("absence-people.tsv", &table);
    });
}

#[test]
fn absence_in_the_samples() {
    run(async {
        let Some(world) = samples::world().await else {
            say("The golden table of the samples was not compared: COMMONWEAL_SAMPLES names no folder.");
            return;
        };
        let mut table = HEADING.to_owned();
        for file in &world.files {
            if file.tally.people.is_empty() {
                let _ = writeln!(table, "{}\t{}\t-\twaits\t{}\t-", file.path, file.source, file.tally.waiting);
            } else if ["/01-", "/02-"].iter().any(|part| file.path.contains(part)) {
                // Two extracts of one person: each by itself here.
                lines(&mut table, &file.path, &alone(file).await);
            } else {
                lines(&mut table, &file.path, world.chart_of(file));
            }
        }
        assert_golden("absence-samples.tsv", &table);
    });
}

async fn alone(file: &SampleFile) -> Chart {
    let server = TestServer::start(Engine::Sqlite).await;
    let clinician = server.actor(Position::CLINICIAN_RESTRICTED).await;
    let tally = server.import(file.source, file.source, &file.full_path).await.tally;
    clinician.claim_and_open(*tally.people.first().expect("the file is about somebody")).await
}
