//! The `salesbook` command.

/// The system's allocator keeps a heap for each of many threads and gives little of it back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    salesbook::cli::main()
}
