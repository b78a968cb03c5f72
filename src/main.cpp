// The command line. Every error is one line on standard error and a non-zero exit.
#include <fmt/format.h>
#include <pthread.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <thread>

#include "app/app.hpp"
#include "app/tasks.hpp"
#include "platform/log/log.hpp"
#include "platform/pdf_check/pdf_check.hpp"

namespace {

using namespace biroyna;

// Waits for SIGTERM or SIGINT on a thread of its own, and stops the app.
class StopOnSignal {
 public:
  explicit StopOnSignal(App& app) {
    sigset_t signals = wanted();
    thread_ = std::thread([&app, signals] {
      int signal = 0;
      sigwait(&signals, &signal);
      app.stop();
    });
  }
  ~StopOnSignal() {
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }
  // Before any thread is made, so that all of them leave these signals to ours.
  static void block() {
    sigset_t signals = wanted();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }

 private:
  static sigset_t wanted() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
  }
  std::thread thread_;
};

int serve(const Config& config) {
  log::set_level(log::parse_level(config.log_level));
  StopOnSignal::block();
  App app(config, system_now);
  const StopOnSignal stop(app);
  fmt::print("biroyna listens on http://{}:{}\n", config.listen_address, app.port());
  std::fflush(stdout);
  app.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  ::umask(077);  // what the program makes is for its owner alone
  CLI::App cli{"Biroyna: a single-window public-service centre"};
  cli.require_subcommand(1);
  std::string config_file, data, database, listen;
  cli.add_option("--config", config_file, "settings as a YAML file");

  const auto with_data = [&](CLI::App* command) {
    command->add_option("--data", data, "folder of the installation");
    command->add_option("--database", database, "PostgreSQL connection instead of SQLite in the folder");
    command->add_option("--config", config_file, "settings as a YAML file");
    return command;
  };
  const auto settings = [&] { return tasks::settings(config_file, data, database, listen); };
  int exit_code = 0;
  const auto run = [&](auto&& task) { return [&exit_code, task] { exit_code = task(); }; };

  auto* serve_command = with_data(cli.add_subcommand("serve", "run the centre"));
  serve_command->add_option("--listen", listen, "address and port, 127.0.0.1:8080");
  serve_command->callback(run([&] { return serve(settings()); }));

  std::string folder = "catalogue";
  auto* check_command = cli.add_subcommand("check", "find every mistake in a catalogue folder");
  check_command->add_option("folder", folder, "the catalogue")->capture_default_str();
  check_command->callback(run([&] { return tasks::check(folder); }));

  auto* import_command =
      with_data(cli.add_subcommand("import", "load a catalogue folder into the installation"));
  import_command->add_option("folder", folder, "the catalogue")->capture_default_str();
  import_command->callback(run([&] { return tasks::import(settings(), folder); }));

  auto* migrate_command = with_data(cli.add_subcommand("migrate", "bring the database up to date"));
  migrate_command->callback(run([&] { return tasks::migrate(settings()); }));

  auto* audit_command = cli.add_subcommand("audit", "the event log");
  audit_command->require_subcommand(1);
  auto* verify_command =
      with_data(audit_command->add_subcommand("verify", "check the chain of every centre"));
  std::vector<std::filesystem::path> noted_in;
  verify_command->add_option("--expect-head", noted_in, "file with heads that were noted before: audit head");
  verify_command->callback(run([&] { return tasks::verify(settings(), noted_in); }));
  auto* head_command =
      with_data(audit_command->add_subcommand("head", "print the head of every log, to note it elsewhere"));
  head_command->callback(run([&] { return tasks::print_heads(settings()); }));

  auto* clock_command = cli.add_subcommand("clock", "the clock of this computer");
  clock_command->require_subcommand(1);
  auto* clock_check = with_data(clock_command->add_subcommand("check", "say whether it is believed"));
  clock_check->callback(run([&] { return tasks::check_clock(settings()); }));
  auto* clock_confirm = with_data(clock_command->add_subcommand(
      "confirm", "say that it is right, after it was set, or after the computer slept or was off for long"));
  clock_confirm->callback(run([&] { return tasks::confirm_clock(settings()); }));

  std::optional<std::size_t> remove_orphans;
  auto* documents_command = cli.add_subcommand("documents", "what applicants have handed in");
  documents_command->alias("papers");  // what it was called before
  documents_command->require_subcommand(1);
  auto* documents_check =
      with_data(documents_command->add_subcommand("check", "read every document and compare"));
  documents_check->add_option("--remove-orphans", remove_orphans,
                              "remove contents that belong to no document, if there are so many of them");
  documents_check->callback(run([&] { return tasks::check_documents(settings(), remove_orphans); }));
  // The server's own, see platform/pdf_check.
  documents_command->add_subcommand("examine-pdf", "check the PDF on standard input")
      ->group("")
      ->callback(run([] { return pdf_check::serve_check(); }));

  bool dry_run = false;
  auto* applications_command = cli.add_subcommand("applications", "what was applied for");
  applications_command->require_subcommand(1);
  auto* applications_erase = with_data(applications_command->add_subcommand(
      "erase", "erase what is personal of applications that were kept long enough"));
  applications_erase->add_flag("--dry-run", dry_run, "only count them");
  applications_erase->callback(run([&] { return tasks::erase_applications(settings(), dry_run); }));

  auto* erasure_command = cli.add_subcommand("erasure", "what is to be erased");
  erasure_command->require_subcommand(1);
  auto* erasure_list = with_data(erasure_command->add_subcommand(
      "list", "applications that were kept long enough, and from when they may be erased"));
  erasure_list->callback(run([&] { return tasks::list_erasures(settings()); }));

  tasks::NewDemo wanted;
  auto* demo_command = with_data(
      cli.add_subcommand("demo", "fill a centre with applications of the past months, for trying it out"));
  demo_command->add_option("--centre", wanted.centre, "the centre's id; needed where there are several");
  demo_command->add_option("--applications", wanted.applications, "how many")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  demo_command->add_option("--seed", wanted.seed, "the same makes the same applications")
      ->capture_default_str();
  demo_command->callback(run([&] { return tasks::demo(settings(), wanted, system_now()); }));

  tasks::NewStaff person;
  auto* staff_command = cli.add_subcommand("staff", "people who work in a centre");
  staff_command->require_subcommand(1);
  auto* staff_add = with_data(
      staff_command->add_subcommand("add", "add a person; the password is read from standard input"));
  staff_add->add_option("--centre", person.centre, "the centre's id")->required();
  staff_add->add_option("--login", person.login, "the name to sign in with")->required();
  staff_add->add_option("--name", person.name, "the person's name")->required();
  staff_add
      ->add_option("--role", person.role,
                   "host, operator, specialist, department_head, head, editor or administrator")
      ->required();
  staff_add->add_option("--department", person.departments,
                        "of a specialist or department_head; may be given several times");
  staff_add->add_flag("--chose-password", person.chose_password,
                      "the person chose the password and need not choose another one at the first sign-in");
  staff_add->callback(run([&] {
    std::getline(std::cin, person.password);
    return tasks::add_staff(settings(), person);
  }));

  tasks::NewToken token;
  auto* token_command = cli.add_subcommand("token", "devices and programs that use the API");
  token_command->require_subcommand(1);
  auto* token_add = with_data(token_command->add_subcommand("add", "make a token and print it, once"));
  token_add->add_option("--centre", token.centre, "the centre's id")->required();
  token_add
      ->add_option("--role", token.role, "kiosk, board, tablet, printer, agency, host, operator, head, …")
      ->required();
  token_add->add_option("--department", token.departments,
                        "for a specialist or department_head; may be given several times");
  token_add->add_option("--name", token.name, "what the device is called");
  token_add->callback(run([&] { return tasks::add_token(settings(), token); }));

  std::string signing_name, signing_kind = "p256", signed_file;
  auto* signing_command = cli.add_subcommand("signing", "the key that signs documents");
  signing_command->require_subcommand(1);
  auto* signing_make =
      with_data(signing_command->add_subcommand("make", "make a key and a certificate that it signs itself"));
  signing_make->add_option("--name", signing_name, "who signs: the centre's name")->required();
  signing_make->add_option("--kind", signing_kind, "p256, or rsa of 3072 bits")->capture_default_str();
  signing_make->callback(
      run([&] { return tasks::make_signing_key(settings(), signing_name, signing_kind); }));
  auto* signing_verify =
      signing_command->add_subcommand("verify", "say who signed a PDF, and whether it is intact");
  signing_verify->add_option("file", signed_file, "the PDF")->required();
  signing_verify->callback(run([&] { return tasks::verify_signature(signed_file); }));

  cli.add_subcommand("version", "print the version")->callback(run([] {
    fmt::print("biroyna {}\n", BIROYNA_VERSION);
    return 0;
  }));

  try {
    cli.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return cli.exit(help);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "biroyna: {} (biroyna --help shows the commands)\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "biroyna: {}\n", error.what());
    return 1;
  }
  return exit_code;
}
