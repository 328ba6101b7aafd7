mod absence_golden;
mod api;
mod hazards;
mod intake_http;
mod reachability;
mod samples;
mod storage_story;
mod synthetic_people;
