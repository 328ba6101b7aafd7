//! Who may do what: roles, sign-in, sessions, and the legitimate relationship.

mod role;
mod session;

pub use role::{Membership, Role};
pub use session::{
    ClaimRequest, DemoSignIn, ReasonError, Relationship, RelationshipKind, Session, SessionLimits, SignInRequest,
    SwitchRequest, check_reason,
};
