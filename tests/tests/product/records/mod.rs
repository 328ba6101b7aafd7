mod absence_golden;
mod api;
mod hazards;
mod reachability;
mod samples;
mod storage_story;
mod synthetic_people;
