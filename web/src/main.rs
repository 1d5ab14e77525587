//! Entry of the dashboard's WebAssembly module.

fn main() {
    web::start();
}
