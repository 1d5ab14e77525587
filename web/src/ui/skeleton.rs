//! Skeletons: the shape of what is being loaded, not before 150 ms (by its style).

use leptos::prelude::*;

/// What is being loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// Rows of a list or table.
    #[default]
    Rows,
    /// Lines of text.
    Text,
    /// Fields of a form.
    Form,
    /// Tiles with a number.
    Tiles,
}

/// Grey blocks in the place of content. The region around it says `aria-busy`.
#[component]
pub fn Skeleton(
    /// What is being loaded.
    #[prop(optional)]
    shape: SkeletonShape,
    /// How many of them.
    #[prop(default = 4)]
    count: usize,
) -> impl IntoView {
    let class = match shape {
        SkeletonShape::Rows => "skeleton skeleton--rows",
        SkeletonShape::Text => "skeleton skeleton--text",
        SkeletonShape::Form => "skeleton skeleton--form",
        SkeletonShape::Tiles => "skeleton skeleton--tiles",
    };
    let items: Vec<_> = (0..count).map(|_| view! { <span class="skeleton__item"></span> }).collect();
    view! { <div class=class aria-hidden="true">{items}</div> }
}
