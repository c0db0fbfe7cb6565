//! The addresses below `/api/participation/`.

use axum::http::Method;

use super::items::author::is_name;
use crate::web::dist::percent_decode;

/// An address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `v1/items`
    Items,
    /// `v1/items/{item}/versions/{version}/form.xml`
    Form(String, String),
    /// `v1/items/{item}/versions/{version}/media/{name}`
    Medium(String, String),
    /// `v1/items/{item}/versions/{version}/responses`
    Responses(String, String),
    /// `v1/items/{item}/results`
    Results(String),
}

impl Route {
    /// The address of a path below `/api/participation/`.
    pub fn find(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("v1/items")?;
        if rest.is_empty() {
            return Some(Self::Items);
        }
        let mut parts = rest.strip_prefix('/')?.split('/');
        let name = |part: Option<&str>| percent_decode(part?).filter(|name| is_name(name));
        let item = name(parts.next())?;
        let route = match parts.next()? {
            "results" => Self::Results(item),
            "versions" => {
                let version = name(parts.next())?;
                match parts.next()? {
                    "form.xml" => Self::Form(item, version),
                    "responses" => Self::Responses(item, version),
                    "media" => Self::Medium(item, name(parts.next())?),
                    _ => return None,
                }
            }
            _ => return None,
        };
        parts.next().is_none().then_some(route)
    }

    /// The methods it takes, as `Allow` lists them.
    pub const fn methods(&self) -> &'static str {
        match self {
            Self::Responses(..) => "POST, OPTIONS",
            _ => "GET, HEAD, OPTIONS",
        }
    }

    /// Whether it takes a method.
    pub fn takes(&self, method: &Method) -> bool {
        self.methods().split(", ").any(|known| known == method.as_str())
    }

    /// How a request for it is called in the log: never by anything from outside.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Items => "participation-items",
            Self::Form(..) => "participation-form",
            Self::Medium(..) => "participation-medium",
            Self::Responses(..) => "participation-response",
            Self::Results(_) => "participation-results",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_and_nothing_else() {
        let (item, version) = ("lib-2026".to_owned(), "3.1".to_owned());
        assert_eq!(Route::find("v1/items"), Some(Route::Items));
        assert_eq!(
            Route::find("v1/items/lib-2026/versions/3.1/form.xml"),
            Some(Route::Form(item.clone(), version.clone()))
        );
        assert_eq!(
            Route::find("v1/items/lib-2026/versions/3.1/media/map.jpg"),
            Some(Route::Medium(item.clone(), "map.jpg".to_owned()))
        );
        assert_eq!(
            Route::find("v1/items/lib-2026/versions/3.1/responses"),
            Some(Route::Responses(item.clone(), version))
        );
        assert_eq!(Route::find("v1/items/lib-2026/results"), Some(Route::Results(item)));
        for path in [
            "",
            "v1",
            "v2/items",
            "v1/items/",
            "v1/itemsx",
            "v1/items/a",
            "v1/items/../results",
            "v1/items/%2e%2e/results",
            "v1/items/a%2fb/results",
            "v1/items/a/results/",
            "v1/items/a/versions/1",
            "v1/items/a/versions/1/form.xml/x",
            "v1/items/a/versions/.1/form.xml",
            "v1/items/a/versions/1/media/",
        ] {
            assert_eq!(Route::find(path), None, "{path}");
        }
        assert!(Route::Items.takes(&Method::HEAD) && !Route::Items.takes(&Method::POST));
    }
}
