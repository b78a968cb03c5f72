#include "features/catalogue/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "core/text.hpp"

namespace biroyna::catalogue {
namespace {

constexpr std::array kWeekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array kSingleFiles = {"centre.yaml",      "spheres.yaml",  "departments.yaml", "groups.yaml",
                                     "documents.yaml",   "holidays.yaml", "priorities.yaml",  "fees.yaml",
                                     "life-events.yaml", "windows.yaml"};
constexpr std::string_view kServicesFolder = "services/";
constexpr std::size_t kMostWindows = 128;  // of the queue's rules
constexpr std::string_view kExtension = ".yaml";

// Reads the files one after the other; later files may refer to what earlier ones hold.
class Reader {
 public:
  Reader(const Files& files, yaml::Problems& problems) : files_(files), problems_(problems) {}

  Catalogue read() {
    // All else refers to what the files hold: without one of them it would only complain of that.
    if (!read_files()) return {};
    read_centre();
    list("spheres",
         [&](yaml::Node& node) { result_.spheres.push_back({id<SphereId>(node), node.names("names")}); });
    list("departments", [&](yaml::Node& node) {
      result_.departments.push_back({id<DepartmentId>(node), reference<SphereId>(node, "sphere"),
                                     node.names("names"), node.names("agency")});
    });
    list("groups", [&](yaml::Node& node) { read_group(node); });
    list("documents",
         [&](yaml::Node& node) { result_.documents.push_back({id<DocumentId>(node), node.names("names")}); });
    list("priorities", [&](yaml::Node& node) {
      result_.priorities.push_back(
          {class_id(node), node.number("weight", 0.1, 100), node.names("names"), node.names("ground")});
    });
    if (result_.find_priority("none") == nullptr) problem("priorities.yaml", "the class \"none\" is missing");
    read_fees();
    read_holidays();
    for (const auto& [name, root] : roots_) {
      if (name.starts_with(kServicesFolder)) read_service(name, root);
    }
    if (result_.services.empty()) problem("services", "there is no service");
    list("life_events", "life-events.yaml", [&](yaml::Node& node) { read_life_event(node); });
    list("windows", [&](yaml::Node& node) { read_window(node); });
    check_windows_cover_services();
    if (result_.windows.size() > kMostWindows)
      problem("windows.yaml", fmt::format("a centre has at most {} windows", kMostWindows));
    return std::move(result_);
  }

 private:
  void problem(std::string file, std::string reason) {
    problems_.push_back({std::move(file), 0, std::move(reason)});
  }

  // False when a file is missing, does not belong here or is not YAML.
  bool read_files() {
    const std::size_t before = problems_.size();
    for (const char* name : kSingleFiles) {
      if (!files_.contains(name)) problem(name, "the file is missing");
    }
    for (const auto& [name, text] : files_) {
      const bool single = std::ranges::find(kSingleFiles, name) != kSingleFiles.end();
      if (!single && !name.starts_with(kServicesFolder)) problem(name, "this file does not belong here");
      roots_.emplace(name, yaml::Node::parse(text, name, problems_));
    }
    return problems_.size() == before;
  }

  // A file that is one list under a key of its own name.
  template <class OnItem>
  void list(const std::string& key, const std::string& name, OnItem&& on_item) {
    yaml::Node& root = roots_.at(name);
    ids_.clear();
    for (yaml::Node& item : root.child(key).items()) {
      on_item(item);
      item.finish();
    }
    root.finish();
  }
  template <class OnItem>
  void list(const std::string& key, OnItem&& on_item) {
    list(key, key + ".yaml", std::forward<OnItem>(on_item));
  }

  template <class T>
  T id(yaml::Node& node) {
    std::string text = node.text("id");
    if (!text.empty() && !is_slug(text)) {
      node.problem_at("id",
                      fmt::format("the id \"{}\" may only have small letters a-z, digits and hyphens", text));
    }
    only_once(node, text);
    return T(std::move(text));
  }
  // A class's id is a name of the API, where words are joined with "_".
  std::string class_id(yaml::Node& node) {
    std::string text = node.text("id");
    std::string slug = text;
    std::ranges::replace(slug, '_', '-');
    if (!text.empty() && !is_slug(slug)) {
      node.problem_at("id", fmt::format("the id \"{}\" may only have small letters a-z, digits, hyphens and "
                                        "\"_\"",
                                        text));
    }
    only_once(node, text);
    return text;
  }
  void only_once(const yaml::Node& node, const std::string& id) {
    if (!id.empty() && !ids_.insert(id).second)
      node.problem_at("id", fmt::format("the id \"{}\" stands here twice", id));
  }

  template <class T>
  T reference(yaml::Node& node, const std::string& key) {
    T id(node.text(key));
    if (!id.empty() && result_.find(id) == nullptr)
      node.problem_at(key, fmt::format("unknown {} \"{}\"", key, id.str()));
    return id;
  }
  template <class T>
  std::vector<T> references(yaml::Node& node, const std::string& key, std::string_view what) {
    std::vector<T> result;
    for (yaml::Node& item : node.child(key).items()) {
      result.emplace_back(item.scalar());
      if (!result.back().empty() && result_.find(result.back()) == nullptr)
        item.problem(fmt::format("unknown {} \"{}\"", what, result.back().str()));
      if (std::ranges::count(result, result.back()) > 1) {
        item.problem(fmt::format("{} \"{}\" stands here twice", what, result.back().str()));
      }
    }
    return result;
  }

  std::vector<Hours> hours(yaml::Node& node, const std::string& key) {
    std::vector<Hours> result;
    for (yaml::Node& item : node.child(key).items()) {
      const std::string text = item.scalar();
      const auto hyphen = text.find('-');
      const auto from = parse_hhmm(text.substr(0, hyphen));
      const auto to = hyphen == std::string::npos ? std::nullopt : parse_hhmm(text.substr(hyphen + 1));
      if (!from || !to)
        item.problem(fmt::format("hours are written like \"09:00-18:00\", not \"{}\"", text));
      else if (*from >= *to)
        item.problem(fmt::format("impossible hours \"{}\": they end before they begin", text));
      else if (!result.empty() && *from < result.back().to) {
        item.problem(fmt::format("impossible hours \"{}\": they begin before the range in front ends", text));
      } else {
        result.push_back({*from, *to});
      }
    }
    return result;
  }

  Day day(yaml::Node& node, const std::string& key) {
    const std::string text = node.text(key);
    const auto parsed = parse_iso_day(text);
    if (!parsed && !text.empty())
      node.problem_at(key, fmt::format("\"{}\" is not a day; write it like 2026-12-08", text));
    return parsed.value_or(Day{});
  }

  void read_centre() {
    yaml::Node& root = roots_.at("centre.yaml");
    Centre& centre = result_.centre;
    ids_.clear();
    centre.id = id<CentreId>(root);
    centre.names = root.names("names");
    centre.address = root.names("address");
    centre.phone = root.text("phone");
    centre.soato = root.text("soato");
    centre.zone = root.text("zone");
    try {
      Zone{centre.zone};
    } catch (const std::runtime_error&) {
      root.problem_at("zone", fmt::format("unknown time zone \"{}\"", centre.zone));
    }
    const std::string language = root.text("default_language");
    if (const auto parsed = parse_language(language))
      centre.default_language = *parsed;
    else
      root.problem_at("default_language", fmt::format("unknown language \"{}\"", language));

    yaml::Node week = root.child("hours");
    for (std::size_t i = 0; i < kWeekdays.size(); ++i) week_[i] = hours(week, kWeekdays[i]);
    week.finish();

    yaml::Node queue = root.child("queue");
    const auto whole = [&queue](const char* key, int least, int most) {
      return static_cast<int>(queue.integer(key, least, most));
    };
    centre.queue = {whole("promise_minutes", 1, 240),
                    whole("no_show_return_minutes", 0, 480),
                    whole("undo_seconds", 0, 60),
                    whole("recall_limit", 1, 20),
                    whole("tickets_per_device_per_minute", 1, 10'000),
                    whole("last_ticket_before_close_minutes", 0, 240)};
    queue.finish();
    root.finish();
  }

  void read_group(yaml::Node& node) {
    Group group{id<GroupId>(node), node.text("letter"), node.text("icon"), node.names("names"),
                node.names("hint")};
    const bool letter = group.letter.size() == 1 && group.letter[0] >= 'A' && group.letter[0] <= 'Z';
    if (!letter)
      node.problem_at("letter", fmt::format("a group's letter is one of A to Z, not \"{}\"", group.letter));
    for (const auto& other : result_.groups) {
      if (other.letter == group.letter) {
        node.problem_at("letter", fmt::format("the letter \"{}\" belongs to group \"{}\" already",
                                              group.letter, other.id.str()));
      }
    }
    result_.groups.push_back(std::move(group));
  }

  void read_fees() {
    yaml::Node& root = roots_.at("fees.yaml");
    for (yaml::Node& item : root.child("bhm").items()) {
      const Day from = day(item, "from");
      if (!result_.base_amounts.empty() && from <= result_.base_amounts.back().from) {
        item.problem_at("from", "the amounts must stand in the order of their days");
      }
      result_.base_amounts.push_back({from, Tiyin{item.integer("amount", 1, 1'000'000'000'000)}});
      item.finish();
    }
    result_.portal_factor = root.number("portal_factor", 0, 1);
    ids_.clear();
    for (yaml::Node& item : root.child("concessions").items()) {
      result_.concessions.push_back(
          {id<Id<struct Any>>(item).str(), item.number("factor", 0, 1), item.names("names")});
      item.finish();
    }
    root.finish();
  }

  void read_holidays() {
    yaml::Node& root = roots_.at("holidays.yaml");
    std::set<Day> holidays;
    for (yaml::Node& item : root.child("holidays").items()) {
      const Day date = day(item, "date");
      if (!holidays.insert(date).second)
        item.problem_at("date", fmt::format("{} stands here twice", to_iso(date)));
      result_.holidays.push_back({date, item.names("names")});
      item.finish();
    }
    std::map<Day, std::vector<Hours>> working_days;
    for (yaml::Node& item : root.child("working_days").items()) {
      const Day date = day(item, "date");
      if (holidays.contains(date))
        item.problem_at("date", fmt::format("{} is a holiday as well", to_iso(date)));
      item.names("names");
      working_days[date] = hours(item, "hours");
      item.finish();
    }
    root.finish();
    result_.calendar = Calendar(week_, std::move(holidays), std::move(working_days));
  }

  void read_service(const std::string& name, yaml::Node root) {
    ids_.clear();
    Service service;
    service.id = id<ServiceId>(root);
    const std::string expected = fmt::format("{}{}{}", kServicesFolder, service.id.str(), kExtension);
    if (!service.id.empty() && name != expected)
      root.problem_at("id", fmt::format("this service belongs into {}", expected));
    service.sphere = reference<SphereId>(root, "sphere");
    service.department = reference<DepartmentId>(root, "department");
    service.group = reference<GroupId>(root, "group");
    service.names = root.names("names");
    service.summary = root.names("summary");
    service.who = root.names("who");
    yaml::Node keywords = root.child("keywords");
    for (const Language language : kLanguages) {
      service.keywords[static_cast<std::size_t>(language)] = keywords.texts(std::string(tag(language)));
    }
    keywords.finish();
    const auto recipients = root.texts("recipients");
    service.for_individuals = std::ranges::find(recipients, "individual") != recipients.end();
    service.for_businesses = std::ranges::find(recipients, "business") != recipients.end();
    if (recipients.empty() ||
        recipients.size() != std::size_t{service.for_individuals} + service.for_businesses) {
      root.problem_at("recipients", "\"recipients\" lists individual, business or both");
    }
    service.online = root.flag("online");
    service.presence_required = root.flag("presence_required");

    yaml::Node term = root.child("term");
    service.term_working_days = static_cast<int>(term.integer("working_days", 0, 1000));
    if (term.has("note")) service.term_note = term.names("note");
    term.finish();
    yaml::Node fee = root.child("fee");
    service.fee_bhm = fee.number("bhm", 0, 1000);
    if (fee.has("note")) service.fee_note = fee.names("note");
    fee.finish();

    service.documents = references<DocumentId>(root, "documents", "document");
    service.result = root.names("result");
    yaml::Node minutes = root.child("service_minutes");
    service.median_minutes = minutes.number("median", 0.5, 240);
    service.p90_minutes = minutes.number("p90", 0.5, 480);
    if (service.p90_minutes < service.median_minutes)
      minutes.problem_at("p90", "\"p90\" must not be less than \"median\"");
    minutes.finish();
    read_steps(root, service);

    root.text_if("verified");
    if (root.has("verified_fields")) root.texts("verified_fields");
    root.text_if("source");
    root.finish();
    if (result_.find(service.id) == nullptr) result_.services.push_back(std::move(service));
  }

  void read_steps(yaml::Node& root, Service& service) {
    yaml::Node steps = root.child("steps");
    ids_.clear();
    for (yaml::Node& item : steps.items()) {
      service.steps.push_back({id<Id<struct Any>>(item).str(), reference<DepartmentId>(item, "department"),
                               static_cast<int>(item.integer("working_days", 0, 1000)), item.texts("after")});
      item.finish();
    }
    if (service.steps.empty()) steps.problem("a service needs at least one step");
    for (const auto& step : service.steps) {
      for (const auto& before : step.after) {
        if (!ids_.contains(before))
          steps.problem(fmt::format("step \"{}\" waits for an unknown step \"{}\"", step.id, before));
      }
    }
    if (const auto way = circle(service.steps); !way.empty()) {
      steps.problem(fmt::format("the steps wait for each other in a circle: {}", fmt::join(way, " → ")));
    } else if (const int days = longest_way(service.steps); days > service.term_working_days) {
      steps.problem(
          fmt::format("the steps take {} working days, the term is {}", days, service.term_working_days));
    }
  }

  void read_life_event(yaml::Node& node) {
    result_.life_events.push_back({id<Id<struct Any>>(node).str(), node.names("names"), node.names("summary"),
                                   references<ServiceId>(node, "services", "service")});
  }

  void read_window(yaml::Node& node) {
    Window window{id<WindowId>(node), node.names("names"), {}, {}};
    for (yaml::Node& item : node.child("skills").items()) {
      const double preference = item.number("preference", 0.01, 1);
      std::vector<ServiceId> served;
      if (item.has("service")) {
        served.push_back(reference<ServiceId>(item, "service"));
      } else if (item.has("group")) {
        const auto group = reference<GroupId>(item, "group");
        for (const auto& service : result_.services) {
          if (service.group == group) served.push_back(service.id);
        }
      } else {
        const auto department = reference<DepartmentId>(item, "department");
        for (const auto& service : result_.services) {
          if (service.department == department) served.push_back(service.id);
        }
      }
      item.finish();
      // A later, narrower line replaces what an earlier one said of the same service.
      for (const auto& service : served) {
        std::erase_if(window.skills, [&](const Skill& skill) { return skill.service == service; });
        window.skills.push_back({service, preference});
      }
    }
    if (window.skills.empty()) node.problem("a window needs at least one skill");
    window.shift = hours(node, "shift");
    result_.windows.push_back(std::move(window));
  }

  void check_windows_cover_services() {
    for (const auto& service : result_.services) {
      const bool served = std::ranges::any_of(result_.windows, [&](const Window& window) {
        return std::ranges::find(window.skills, service.id, &Skill::service) != window.skills.end();
      });
      if (!served) problem("windows.yaml", fmt::format("no window serves \"{}\"", service.id.str()));
    }
  }

  const Files& files_;
  yaml::Problems& problems_;
  std::map<std::string, yaml::Node> roots_;  // the files, by their names
  Catalogue result_;
  Calendar::Week week_;
  std::set<std::string> ids_;  // of the list that is being read
};

}  // namespace

Files read_folder(const std::filesystem::path& folder) {
  std::error_code error;
  Files files;
  for (auto entry = std::filesystem::recursive_directory_iterator(folder, error);
       !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() != kExtension) continue;
    std::ifstream file(entry->path(), std::ios::binary);
    if (!file) throw std::runtime_error(fmt::format("{} cannot be read", entry->path().string()));
    files[std::filesystem::relative(entry->path(), folder).generic_string()] = {
        std::istreambuf_iterator<char>(file), {}};
  }
  if (error) throw std::runtime_error(fmt::format("{} cannot be read: {}", folder.string(), error.message()));
  return files;
}

std::optional<Catalogue> read(const Files& files, yaml::Problems& problems) {
  const std::size_t before = problems.size();
  Catalogue catalogue = Reader(files, problems).read();
  if (problems.size() > before) return std::nullopt;
  return catalogue;
}

}  // namespace biroyna::catalogue
