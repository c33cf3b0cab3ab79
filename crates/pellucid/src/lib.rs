//! pellucid
