//! Files of which nothing can be taken, each with its sentence, and the others of the same run.

use std::io::Write as _;

use commonweal_tests::{Invented, run};
use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_snapshot;

use super::{House, told, una};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn in_utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn each_refusal_has_its_sentence_and_the_others_are_taken() {
    run(async {
        let house = House::open().await;
        let una = una();
        let sound = una.bundle("2026-03-01", &[una.weight("w1", "2026-02-01", "62.5")]);
        let ivor = Invented::new("ivor-1", "000003", "Penrose", "1961-01-31").bundle("2026-03-01", &[]);
        let whole = packed(sound.as_bytes());
        let text = |text: &str| text.as_bytes().to_vec();
        let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000)).into_bytes();
        let files: Vec<(&str, Vec<u8>)> = vec![
            ("sound, the first", text(&sound)),
            ("cut short", text(&sound[..sound.len() / 2])),
            ("empty", text("")),
            ("blanks", text(" \r\n\t ")),
            ("a mark of the byte order alone", b"\xef\xbb\xbf".to_vec()),
            ("10,000 deep, lists", deep("[", "]")),
            ("10,000 deep, objects", deep("{\"a\": ", "}")),
            ("10,000 deep, not closed", "[".repeat(10_000).into_bytes()),
            ("a template", text("{{ patient }}")),
            ("a template in a value", text(r#"{"resourceType": "Patient", "id": {{ id }}}"#)),
            ("a page of errors", text("<!DOCTYPE html><html><body>502 Bad Gateway</body></html>")),
            ("XML", text(r#"<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>"#)),
            ("a table", text("nhs_number,family,given\n9990000018,Holloway,Una\n")),
            ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj".to_vec()),
            ("UTF-16", in_utf16(&sound)),
            ("Latin-1", b"{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"Bront\xeb\"}]}".to_vec()),
            ("a NUL byte", b"{\"resourceType\": \"Patient\0\"}".to_vec()),
            ("a line break in a text", text("{\"resourceType\": \"Pat\nient\"}")),
            ("single quotes", text("{'resourceType': 'Patient'}")),
            ("a comma too many", text(r#"{"resourceType": "Patient",}"#)),
            ("NaN", text(r#"{"resourceType": "Observation", "valueQuantity": {"value": NaN}}"#)),
            ("00", text(r#"{"resourceType": "Observation", "valueQuantity": {"value": 00}}"#)),
            ("a list", text("[{\"resourceType\": \"Patient\"}]")),
            ("a text", text("\"Patient\"")),
            ("null", text("null")),
            ("no type", text(r#"{"entry": []}"#)),
            ("a type that is a number", text(r#"{"resourceType": 1}"#)),
            ("entry is an object", text(r#"{"resourceType": "Bundle", "entry": {"resource": {}}}"#)),
            ("entry is a text", text(r#"{"resourceType": "Bundle", "entry": "none"}"#)),
            ("entry twice", text(r#"{"resourceType": "Bundle", "entry": [], "entry": []}"#)),
            ("gzip that is cut short", whole[..whole.len() / 2].to_vec()),
            ("gzip that is none", b"\x1f\x8b\x08 and no more".to_vec()),
            ("packed twice", packed(&whole)),
            ("sound, the last", text(&ivor)),
        ];
        let outcomes = house.import(&files).await;
        let lines = files
            .iter()
            .zip(&outcomes)
            .map(|((name, _), outcome)| (*name, outcome.as_ref().map_or_else(Clone::clone, ToString::to_string)));
        assert_snapshot!(told(lines), @r#"
        sound, the first: 0 files: 2 resources = 1 placed + 1 folded + 0 unreadable + 0 waiting + 0 unchanged, on 1 person's record
        cut short: The file is not valid JSON at line 1, column 402: it ends before its JSON does, and was probably cut short. Expected a FHIR bundle or resource.
        empty: The file is empty. Expected a FHIR bundle or resource as JSON.
        blanks: The file is empty. Expected a FHIR bundle or resource as JSON.
        a mark of the byte order alone: The file is empty. Expected a FHIR bundle or resource as JSON.
        10,000 deep, lists: The file holds a list. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        10,000 deep, objects: The file holds an object without a "resourceType". Expected a FHIR bundle or resource: a JSON object with "resourceType".
        10,000 deep, not closed: The file is not valid JSON at line 1, column 10000: it ends before its JSON does, and was probably cut short. Expected a FHIR bundle or resource.
        a template: The file holds a template whose fields were not filled in. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        a template in a value: The file is not valid JSON at line 1, column 36: a key in quotation marks was expected. Expected a FHIR bundle or resource.
        a page of errors: The file holds XML or HTML. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        XML: The file holds XML or HTML. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        a table: The file is not valid JSON at line 1, column 2: a value was expected. Expected a FHIR bundle or resource.
        a PDF: The file holds a PDF. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        UTF-16: The file holds text in UTF-16, and not in UTF-8. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        Latin-1: Byte 55 of the file is no UTF-8 text. Expected JSON in UTF-8.
        a NUL byte: The file is not valid JSON at line 1, column 25: a text holds a control character that is not escaped. Expected a FHIR bundle or resource.
        a line break in a text: The file is not valid JSON at line 1, column 21: a text holds a control character that is not escaped. Expected a FHIR bundle or resource.
        single quotes: The file is not valid JSON at line 1, column 2: a key in quotation marks was expected. Expected a FHIR bundle or resource.
        a comma too many: The file is not valid JSON at line 1, column 28: a key in quotation marks was expected. Expected a FHIR bundle or resource.
        NaN: The file is not valid JSON at line 1, column 60: a value was expected. Expected a FHIR bundle or resource.
        00: The file is not valid JSON at line 1, column 61: a number is not written as JSON writes one. Expected a FHIR bundle or resource.
        a list: The file holds a list. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        a text: The file holds a text. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        null: The file holds a bare value. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        no type: The file holds an object without a "resourceType". Expected a FHIR bundle or resource: a JSON object with "resourceType".
        a type that is a number: The file holds an object without a "resourceType". Expected a FHIR bundle or resource: a JSON object with "resourceType".
        entry is an object: Bundle.entry is an object. Expected one list of entries.
        entry is a text: Bundle.entry is a text. Expected one list of entries.
        entry twice: Bundle.entry is there twice. Expected one list of entries.
        gzip that is cut short: The file starts as gzip and can't be unpacked: it is cut short or damaged.
        gzip that is none: The file starts as gzip and can't be unpacked: it is cut short or damaged.
        packed twice: The file holds what was packed twice. Expected a FHIR bundle or resource: a JSON object with "resourceType".
        sound, the last: 0 files: 1 resources = 0 placed + 1 folded + 0 unreadable + 0 waiting + 0 unchanged, on 1 person's record
        "#);
        assert_eq!(house.waiting().await, Vec::<String>::new());
    });
}

#[test]
fn a_file_of_lines_is_taken_whole_or_not_at_all() {
    run(async {
        let house = House::open().await;
        let lines = format!("{}\n{{{{ next }}}}\n", una().bundle("2026-03-01", &[]));
        let outcome = house.import(&[("lines.ndjson", lines.into_bytes())]).await.remove(0);
        assert_snapshot!(outcome.expect_err("refused"), @"The file is not valid JSON at line 2, column 2: a key in quotation marks was expected. Expected a FHIR bundle or resource.");
        let operator = house.server.actor(commonweal_tests::Position::CLINICIAN).await;
        assert!(operator.find("holloway").await.is_empty(), "nobody was put on file");
    });
}
