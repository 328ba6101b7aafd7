mod changes;
mod claims;
mod demonstration;
mod permissions;
mod sessions;
