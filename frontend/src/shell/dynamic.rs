use leptos::prelude::*;

/// A part of a page that is drawn anew when what it reads changes. Boxed here, so that the machinery which watches it
/// is compiled once and not anew for each part: the first load is what people wait for.
pub fn dynamic<V>(draw: impl Fn() -> V + Send + 'static) -> AnyView
where
    V: IntoAny + 'static,
{
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(move || draw().into_any());
    draw.into_any()
}

/// Something that happens when what it reads changes. Boxed for the same reason.
pub fn on_change(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    Effect::new(move |_: Option<()>| act());
}
