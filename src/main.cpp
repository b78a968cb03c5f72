// The command line. Every error is one line on standard error and a non-zero exit.
#include <fmt/format.h>
#include <pthread.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <thread>

#include "app/app.hpp"
#include "app/backup_tasks.hpp"
#include "app/setup.hpp"
#include "app/tasks.hpp"
#include "platform/files/owner.hpp"
#include "platform/log/log.hpp"
#include "platform/pdf_check/pdf_check.hpp"
#include "platform/pictures/pictures.hpp"

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
      sd_notify(0, "STOPPING=1");
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
  sd_notify(0, "READY=1");  // who connects from now on waits for moments only
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
  const auto settings = [&] {
    Config config = tasks::settings(config_file, data, database, listen);
    files::become_owner_of(config.data_dir);
    return config;
  };
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
  std::string holidays;
  auto* holidays_command =
      with_data(cli.add_subcommand("holidays", "replace the days off of all centres by those of a file"));
  holidays_command->add_option("file", holidays, "a holidays.yaml")->required();
  holidays_command->callback(run([&] { return tasks::import_holidays(settings(), holidays); }));

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

  std::string restored_until;
  auto* restored_command = with_data(cli.add_subcommand(
      "restored",
      "say that the database is a copy that was put back: before the start, after a restore by other "
      "tools than this program"));
  restored_command->add_option(
      "--until", restored_until,
      "the last moment that the copy knows, 2026-11-30T12:00:00+05:00; without it, that "
      "of its last event");
  restored_command->callback(run([&] { return tasks::mark_restored(settings(), restored_until); }));

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
  documents_command->add_subcommand("draw-picture", "draw the picture on standard input anew")
      ->group("")
      ->callback(run([] { return pictures::serve_draw(); }));

  setup::Request installation;
  auto* setup_command = cli.add_subcommand("setup", "set up a centre: asks, or takes a file of answers");
  setup_command->add_option("--answers", installation.answers, "the answers as a YAML file");
  setup_command->add_option("--config", installation.settings, "the settings file to write")
      ->capture_default_str();
  setup_command->add_flag("--replace-settings", installation.replace_settings,
                          "write it anew where it is there");
  setup_command->add_flag("--keep-data", installation.keep_data,
                          "keep the installation that is there, and make what it lacks");
  setup_command->callback(run([&] { return setup::run(installation); }));

  tasks::Backup copy;
  auto* backup_command = with_data(
      cli.add_subcommand("backup", "copy the installation, while it is in use, and verify the copy"));
  backup_command->add_option("--to", copy.to, "the folder for copies; it is there already")->required();
  backup_command->add_option("--recipient", copy.recipient, "seal the copy for this key: backup-key");
  backup_command->add_flag("--with-keys", copy.with_keys, "copy the keys as well, sealed");
  backup_command->add_option("--keep", copy.keep, "how many copies stay")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  backup_command->callback(run([&] { return tasks::backup(settings(), copy); }));

  std::filesystem::path key_file;
  auto* key_command = cli.add_subcommand(
      "backup-key", "make a key pair for sealed copies, and print the public one, the recipient");
  key_command->add_option("file", key_file, "the secret key's file, to be kept elsewhere")->required();
  key_command->callback(run([&] { return tasks::make_backup_key(key_file); }));

  tasks::Restore restore;
  auto* restore_command = cli.add_subcommand("restore", "bring an installation back from its copies");
  restore_command
      ->add_option("--from", restore.from,
                   "a folder with copies, or with changes; may be given several times")
      ->required();
  auto* into = restore_command->add_option("--into", restore.into,
                                           "the installation's folder, which is not there yet");
  // An empty variable of a script is no moment, and not the latest either.
  restore_command->add_option("--to", restore.to, "as of this moment, instead of the latest")
      ->check([](const std::string& text) { return text.empty() ? "the moment is empty" : std::string(); });
  restore_command->add_option("--key", restore.key, "the recipient's secret key");
  restore_command->add_option("--documents-key", restore.documents_key, "the key of the documents");
  restore_command->add_option("--replace", restore.replace, "move the installation with this id aside");
  restore_command->add_flag("--list", restore.list, "only print what can be reached")->excludes(into);
  restore_command->callback(run([&] {
    if (!restore.list && restore.into.empty()) throw CLI::RequiredError("--into");
    restore.into = (restore.into / "").parent_path();  // "folder/" is "folder"
    return tasks::restore(restore);
  }));

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

  constexpr const char* kVersion = "biroyna " BIROYNA_VERSION;
  cli.set_version_flag("--version", kVersion, "print the version");
  cli.add_subcommand("version", "print the version")->callback(run([kVersion] {
    fmt::print("{}\n", kVersion);
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
