use std::future::Future;
use std::pin::Pin;

/// Lets something go on beside the page. Boxed here, so that the machinery around it is compiled once and not anew for
/// each thing that is done.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    leptos::task::spawn_local(work);
}
