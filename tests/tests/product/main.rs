//! The product as its users meet it: a real server, a real database, actors with roles.

mod access;
mod audit;
mod demo;
mod hostile;
mod limits;
mod operations;
mod records;
