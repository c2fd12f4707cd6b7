//! The `salesbook` command.

fn main() -> std::process::ExitCode {
    salesbook::cli::main()
}
