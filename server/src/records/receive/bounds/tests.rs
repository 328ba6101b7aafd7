use super::*;

fn flaw(body: &str) -> (FlawKind, String, String, usize, usize) {
    let Flaw { kind, place } = walk(body.as_bytes()).expect_err("a flaw");
    (kind, place.resource, place.path, place.line, place.column)
}

fn bundle(entries: &[&str]) -> String {
    let entries: Vec<String> = entries.iter().map(|resource| format!("{{\"resource\": {resource}}}")).collect();
    format!("{{\"resourceType\": \"Bundle\", \"entry\": [{}]}}", entries.join(", "))
}

#[test]
fn sound_bodies_are_told_by_their_values() {
    let one =
        bundle(&[r#"{"resourceType": "Patient", "id": "a", "active": true, "n": [-0.5e+3, 0, null, "\u00e9\""]}"#]);
    assert_eq!(walk(one.as_bytes()), Ok(vec![TopValue { line: 1, bundle: true }]));
    let lines = format!("\n{{\"resourceType\": \"Patient\"}}\r\n  {one}\n7\n");
    let found = walk(lines.as_bytes()).expect("sound");
    assert_eq!(
        found.iter().map(|value| (value.line, value.bundle)).collect::<Vec<_>>(),
        [(2, false), (3, true), (4, false)]
    );
    assert_eq!(walk(b" \n"), Ok(Vec::new()));
}

#[test]
fn wherever_a_body_is_cut_the_walk_says_so() {
    let whole = bundle(&[r#"{"resourceType": "Patient", "id": "pé", "a": [true, -1.5, {"b": "\u00e9"}, []]}"#]);
    for end in 1..whole.len() {
        let flaw = walk(&whole.as_bytes()[..end]).expect_err("cut");
        assert!(matches!(flaw.kind, FlawKind::Cut | FlawKind::NotUtf8), "{end}: {flaw:?}");
    }
}

#[test]
fn a_cut_is_found_in_its_entry_at_its_path() {
    let patient = r#"{"resourceType": "Patient", "id": "p"}"#;
    let cut = r#"{"resourceType": "Observation", "id": "abc", "code": {"coding": [{"code": "1"}, {"code": "27"#;
    let body = bundle(&[patient, cut]);
    let body = &body[..body.len() - 3];
    let expected = "entry[1] Observation/abc".to_owned();
    assert_eq!(flaw(body), (FlawKind::Cut, expected, "code.coding[1].code".to_owned(), 1, body.len() + 1));
    let early =
        format!("{{\"resourceType\": \"Bundle\", \"entry\": [{{\"resource\": {patient}}},\n {{\"fullUrl\": \"urn");
    assert_eq!(flaw(&early), (FlawKind::Cut, "entry[1]".to_owned(), "fullUrl".to_owned(), 2, 18));
}

#[test]
fn what_is_no_json_is_named_with_what_was_expected() {
    let expected = |body: &str| match walk(body.as_bytes()).expect_err("no JSON").kind {
        FlawKind::Expected(what) => what,
        other => panic!("{other:?}"),
    };
    assert_eq!(expected("<Bundle/>"), "a value");
    assert_eq!(expected(r#"{"a" 1}"#), "a colon after the key");
    assert_eq!(expected(r#"{"a": 1,}"#), "a key in quotation marks");
    assert_eq!(expected("{a: 1}"), "a key in quotation marks");
    assert_eq!(expected(r#"{"a": [1 2]}"#), "a comma or the end of the list");
    assert_eq!(expected(r#"{"a": 1]"#), "a comma or the end of the object");
    assert_eq!(expected("[1,]"), "a value");
    assert_eq!(expected("nil"), "a value");
    assert_eq!(expected("[01]"), "no further digit after a leading 0");
    assert_eq!(expected("[1.]"), "a digit");
    assert_eq!(expected(r#"["\x"]"#), "an escape such as \\n or \\u00e9");
    assert_eq!(expected(r#"["\u00g0"]"#), "four hexadecimal digits after \\u");
    assert!(expected("[\"a\nb\"]").starts_with("no control character"));
}

/// Two readers of JSON judge alike, so that nothing passes the one that the other refuses.
#[test]
fn the_walk_and_the_reader_agree() {
    const SOUND: &str = r#"{"a": [1, -0.5e3, true, "\u00e9 \n"], "b": {"c": null, "d": []}, "": "x"}"#;
    const OTHERS: &[u8] = br#"{}[],:"\u0123456789aeEfnlrst.-+ "#;
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("small") % below
    };
    let (mut sound, mut unsound) = (0, 0);
    for _ in 0..20_000 {
        let mut text = SOUND.as_bytes().to_vec();
        for _ in 0..=next(2) {
            let at = next(text.len());
            match next(3) {
                0 => drop(text.remove(at)),
                1 => text.insert(at, OTHERS[next(OTHERS.len())]),
                _ => text[at] = OTHERS[next(OTHERS.len())],
            }
        }
        let text = String::from_utf8(text).expect("plain letters");
        let read = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
        // The walk also takes several values, one after another.
        let walked = walk(text.as_bytes()).is_ok_and(|values| values.len() == 1);
        assert_eq!(walked, read, "{text}");
        if read { sound += 1 } else { unsound += 1 }
    }
    assert!(sound > 2_000 && unsound > 2_000, "{sound} sound, {unsound} not");
}

#[test]
fn no_byte_that_is_no_text_passes() {
    let mut body = bundle(&[r#"{"resourceType": "Patient", "id": "p", "name": "Una #"}"#]).into_bytes();
    let at = body.iter().position(|byte| *byte == b'#').expect("there");
    body[at] = 0xff;
    let flaw = walk(&body).expect_err("no text");
    assert_eq!(flaw.kind, FlawKind::NotUtf8);
    assert_eq!((flaw.place.resource.as_str(), flaw.place.path.as_str()), ("entry[0] Patient/p", "name"));
    assert_eq!(flaw.place.column, at + 1);
}

#[test]
fn depth_is_counted_within_a_resource() {
    let deep =
        |levels: usize| format!("{{\"id\": \"d\", \"a\": {}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    for fine in [deep(DEEPEST), bundle(&[&deep(DEEPEST)])] {
        assert!(walk(fine.as_bytes()).is_ok());
    }
    assert_eq!(flaw(&deep(DEEPEST + 1)).0, FlawKind::TooDeep);
    let (kind, resource, path, ..) = flaw(&bundle(&["{}", &deep(10_000)]));
    assert_eq!((kind, resource.as_str()), (FlawKind::TooDeep, "entry[1] d"));
    assert!(path.starts_with("a[0][0]") && path.chars().count() <= 201, "{path}");
}

#[test]
fn one_resource_may_be_so_large_and_no_larger() {
    let sized = |bytes: usize| {
        let around = r#"{"resourceType":"Binary","id":"b","data":""}"#.len();
        format!(r#"{{"resourceType":"Binary","id":"b","data":"{}"}}"#, "x".repeat(bytes - around))
    };
    assert!(walk(sized(LARGEST).as_bytes()).is_ok());
    let (kind, resource, ..) = flaw(&sized(LARGEST + 1));
    assert_eq!((kind, resource.as_str()), (FlawKind::ResourceTooLarge, "Binary/b"));
    assert!(walk(bundle(&[&sized(LARGEST), &sized(LARGEST)]).as_bytes()).is_ok(), "a bundle may be larger");
    let (kind, resource, ..) = flaw(&bundle(&["{}", &sized(LARGEST + 1)]));
    assert_eq!((kind, resource.as_str()), (FlawKind::ResourceTooLarge, "entry[1] Binary/b"));
    let beside = bundle(&["{}"]).replace("\"resource\": {}", &format!("\"note\": \"{}\"", "x".repeat(LARGEST)));
    assert_eq!(flaw(&beside).0, FlawKind::ResourceTooLarge, "what is kept of an entry without a resource is its all");
    let hidden = bundle(&["{}", &sized(LARGEST + 1)]).replace("resource\": {", "\\u0072esource\": {");
    assert_eq!(flaw(&hidden).0, FlawKind::ResourceTooLarge, "an escape in a key hides nothing");
}

#[test]
fn an_ocean_of_small_things_is_refused() {
    let many = bundle(&vec!["{}"; MOST + 1]);
    assert_eq!(flaw(&many).0, FlawKind::TooManyResources);
    assert_eq!(flaw(&"{}\n".repeat(MOST + 1)).0, FlawKind::TooManyResources);
    let dense = bundle(&[&format!("[{}1]", "1,".repeat(VALUES * 8 / 7))]);
    assert_eq!(flaw(&dense).0, FlawKind::TooManyValues);
}

#[test]
fn a_list_has_entries_that_are_no_bundles_entries() {
    let (_, resource, path, ..) = flaw(r#"{"resourceType": "List", "id": "l", "entry": [{"item": {"reference": "#);
    assert_eq!((resource.as_str(), path.as_str()), ("List/l", "entry[0].item.reference"));
}

#[test]
fn on_several_lines_the_line_is_named() {
    let (kind, resource, path, line, _) =
        flaw("{\"resourceType\": \"Patient\"}\n{\"resourceType\": \"Observation\", \"id\": ");
    assert_eq!((kind, resource.as_str(), path.as_str(), line), (FlawKind::Cut, "line 2, Observation", "id", 2));
}
