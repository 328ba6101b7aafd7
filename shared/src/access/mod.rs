//! Who may do what: roles, sign-in, sessions, and the legitimate relationship.

mod role;
mod session;

pub use role::{Membership, Role};
pub use session::{
    ClaimRequest, DemoSignIn, Relationship, RelationshipKind, Session, SessionLimits, SignInRequest, SwitchRequest,
    ReasonError, check_reason,
};
