//! What every answer has in common: files, headers, limits, the city by its host.

pub mod asset;
pub mod city_files;
pub mod client;
pub mod dist;
pub mod fresh;
pub mod headers;
pub mod limits;
pub mod outside;
pub mod pages;
pub mod range;
pub mod router;
pub mod same_origin;
