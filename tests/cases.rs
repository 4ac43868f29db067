//! The behaviour by example: `../shared/cases/cases.jsonl`, each case to the byte.

#[path = "support/shared.rs"]
mod shared;

#[test]
fn every_case_comes_out_as_it_says() {
    let Some(cases) = shared::text("cases/cases.jsonl") else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case is JSON");
        let (id, input, text) = (case["id"].as_str(), case["input"].as_str(), case["text"].as_str());
        let (Some(id), Some(input), Some(text)) = (id, input, text) else {
            panic!("a case has id, input and text: {line}")
        };
        let cleaned = cleancopy::clean(input);
        count += 1;
        if cleaned.output != text {
            wrong.push(format!("{id}\n  input  {input:?}\n  wanted {text:?}\n  got    {:?}", cleaned.output));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
