use std::collections::HashMap;

use commonweal_server::db::Db;
use serde_json::Value;

use crate::store;

/// All charts, sorted, without what depends on time and chance: our ids stand as the hashes of the bytes that they are
/// the ids of, and when something was received stands nowhere.
pub(crate) async fn timeless(db: &Db) -> Vec<String> {
    let mut names = store::hashes_by_id(db).await;
    names.extend(store::people(db).await.into_iter().map(|id| (id, "a person".to_owned())));
    let mut charts: Vec<String> = Vec::new();
    for (_, clearance, body) in store::charts(db).await {
        let mut json = Vec::new();
        brotli::BrotliDecompress(&mut body.as_slice(), &mut json).expect("a chart unpacks");
        let mut chart: Value = serde_json::from_slice(&json).expect("a chart is JSON");
        without_time(&mut chart, &names);
        charts.push(format!("{clearance} {chart}"));
    }
    charts.sort();
    charts
}

fn without_time(value: &mut Value, names: &HashMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = names.get(text.as_str()) {
                text.clone_from(name);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| without_time(value, names)),
        Value::Object(fields) => {
            // The tally counts what was received; everywhere else the word stands for the moment.
            if !fields.contains_key("shown") {
                fields.remove("received");
            }
            fields.values_mut().for_each(|value| without_time(value, names));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
