#include "features/catalogue/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "features/catalogue/domain_identifiers.hpp"
#include "features/catalogue/reader_parts.hpp"

namespace biroyna::catalogue {
namespace {

constexpr const char* kIssued = "issued-documents.yaml";
constexpr std::array kSingleFiles = {"centre.yaml",      "spheres.yaml", "departments.yaml", "groups.yaml",
                                     "documents.yaml",   kHolidays,      "priorities.yaml",  "fees.yaml",
                                     "life-events.yaml", "windows.yaml", "fields.yaml",      "refusals.yaml",
                                     "districts.yaml",   "search.yaml",  "elsewhere.yaml",   kIssued};
// Those that no catalogue had at first.
constexpr std::array<std::string_view, 6> kLaterFiles = {"fields.yaml", "refusals.yaml",  "districts.yaml",
                                                         "search.yaml", "elsewhere.yaml", kIssued};
constexpr std::size_t kMostWindows = 128;  // of the queue's rules

// Reads the files one after the other; later files may refer to what earlier ones hold.
class Reader {
 public:
  Reader(const Files& files, yaml::Problems& problems, Origin origin)
      : files_(files), problems_(problems), origin_(origin) {}

  Catalogue read() {
    // All else refers to what the files hold: without one of them it would only complain of that.
    if (!read_files()) return {};
    read_centre();
    list("spheres", [&](yaml::Node& node) {
      result_.spheres.push_back({id<SphereId>(node, ids_), node.names("names")});
    });
    days_off_ = read_holidays(roots_.at(kHolidays), result_);
    result_.calendar = days_off_.with(week_);
    result_.office_calendar = days_off_.with(five_days_of(week_));
    list("departments", [&](yaml::Node& node) { read_department(node); });
    list("groups", [&](yaml::Node& node) { read_group(node); });
    list("documents", [&](yaml::Node& node) {
      result_.documents.push_back({id<DocumentTypeId>(node, ids_), node.names("names")});
    });
    list("priorities", [&](yaml::Node& node) {
      result_.priorities.push_back(
          {word_id(node, ids_), node.number("weight", 0.1, 100), node.names("names"), node.names("ground")});
    });
    if (result_.find_priority("none") == nullptr) problem("priorities.yaml", "the class \"none\" is missing");
    if (roots_.contains("districts.yaml")) list("districts", [&](yaml::Node& node) { read_district(node); });
    if (const auto root = roots_.find("fields.yaml"); root != roots_.end())
      read_fields(root->second, result_);
    if (const auto root = roots_.find("refusals.yaml"); root != roots_.end())
      read_refusals(root->second, result_);
    read_fees();
    if (roots_.contains(kIssued))
      list("issued_documents", kIssued, [&](yaml::Node& node) { read_issued_document(node, ids_, result_); });
    for (auto& [name, root] : roots_) {
      if (name.starts_with(kServicesFolder)) read_service(name, root, result_, origin_);
    }
    read_optional();
    if (result_.services.empty()) problem("services", "there is no service");
    list("life_events", "life-events.yaml", [&](yaml::Node& node) { read_life_event(node); });
    if (roots_.contains("search.yaml")) read_search_words(roots_.at("search.yaml"), result_);
    if (roots_.contains("elsewhere.yaml"))
      list("elsewhere", [&](yaml::Node& node) { read_elsewhere(node, ids_, result_); });
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
    for (const std::string_view name : kSingleFiles) {
      const bool later =
          origin_ == Origin::stored && std::ranges::find(kLaterFiles, name) != kLaterFiles.end();
      if (!files_.contains(std::string(name)) && !later) problem(std::string(name), "the file is missing");
    }
    for (const auto& [name, text] : files_) {
      const bool single = std::ranges::find(kSingleFiles, name) != kSingleFiles.end();
      const bool service = name.starts_with(kServicesFolder) || name.starts_with(kOptionalFolder);
      if (!single && !service) problem(name, "this file does not belong here");
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

  void read_district(yaml::Node& node) {
    District district{node.text("code"), node.names("names")};
    if (!district.code.empty() && !is_district(district.code))
      node.problem_at("code", fmt::format("\"{}\" is not the SOATO code of a district", district.code));
    else if (!district.code.empty() && !ids_.insert(district.code).second)
      node.problem_at("code", fmt::format("the code \"{}\" stands here twice", district.code));
    else if (is_district(district.code) && origin_ == Origin::folder &&
             !ids_.contains(region_of(district.code)))
      node.problem_at("code", fmt::format("the region \"{}\" of this district stands not before it",
                                          region_of(district.code)));
    result_.districts.push_back(std::move(district));
  }

  void read_centre() {
    yaml::Node& root = roots_.at("centre.yaml");
    Centre& centre = result_.centre;
    ids_.clear();
    centre.id = id<CentreId>(root, ids_);
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

    if (root.has("optional")) {
      for (const auto& service : root.texts("optional")) taken_.insert(service);
    }
    if (root.has("registries")) centre.registries = root.texts("registries");
    week_ = read_week(root);

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
    Group group{id<GroupId>(node, ids_), node.text("letter"), node.text("icon"), node.names("names"),
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
      const Day from = read_day(item, "from");
      if (!result_.base_amounts.empty() && from <= result_.base_amounts.back().from) {
        item.problem_at("from", "the amounts must stand in the order of their days");
      }
      result_.base_amounts.push_back({from, Tiyin{item.integer("amount", 1, 1'000'000'000'000)}});
      item.finish();
    }
    result_.portal_factor = root.number("portal_factor", 0, 1);
    if (root.has("pay_within")) result_.days_to_pay = static_cast<int>(root.integer("pay_within", 1, 100));
    if (root.has("visit_within"))
      result_.days_to_visit = static_cast<int>(root.integer("visit_within", 1, 100));
    if (root.has("concessions_on_portal")) result_.concessions_on_portal = root.flag("concessions_on_portal");
    Known known{result_};
    for (const Field& field : result_.fields) {
      learn(known.asked, &field);
      learn(known.asked, &field, kFindingPrefix);
    }
    ids_.clear();
    for (yaml::Node& item : root.child("concessions").items()) {
      result_.concessions.push_back({slug_id(item, ids_), item.number("factor", 0, 1), item.names("names"),
                                     expression_if(item, "when", Type::yes_no, known)});
      item.finish();
    }
    root.finish();
  }

  // By the hall's hours from Monday to Friday, unless it says otherwise.
  void read_department(yaml::Node& node) {
    Department department{id<DepartmentId>(node, ids_), reference<SphereId>(result_, node, "sphere"),
                          node.names("names"), node.names("agency"), result_.office_calendar};
    if (node.has("hours")) {
      const Calendar::Week week = read_week(node);
      if (std::ranges::all_of(week, [](const auto& hours) { return hours.empty(); }))
        node.problem_at("hours", "a department works on some day of the week");
      department.calendar = days_off_.with(week);
    }
    if (node.has("refusals")) {
      department.refusals_by_head = node.text("refusals") == "head";
      if (!department.refusals_by_head) node.problem_at("refusals", "\"refusals\" is head, or is left out");
    }
    result_.departments.push_back(std::move(department));
  }

  // Those that the centre does not have are read all the same, so that they are right when it takes them.
  void read_optional() {
    for (auto& [name, root] : roots_) {
      if (!name.starts_with(kOptionalFolder)) continue;
      const std::size_t before = result_.services.size();
      read_service(name, root, result_, origin_);
      if (result_.services.size() == before) continue;
      const std::string id = result_.services.back().id.str();
      if (taken_.erase(id) > 0) continue;
      not_taken_.insert(id);
      result_.services.pop_back();
    }
    for (const auto& id : taken_)
      problem("centre.yaml", fmt::format("there is no optional service \"{}\"", id));
  }

  void read_life_event(yaml::Node& node) {
    LifeEvent event{slug_id(node, ids_), node.names("names"), node.names("summary"), {}};
    for (yaml::Node& item : node.child("services").items()) {
      const std::string id = item.scalar();
      if (not_taken_.contains(id)) continue;
      event.services.emplace_back(id);
      check_reference(item, event.services, result_.find(event.services.back()) != nullptr, "service", id);
    }
    result_.life_events.push_back(std::move(event));
  }

  void read_window(yaml::Node& node) {
    Window window{id<WindowId>(node, ids_), node.names("names"), {}, {}};
    for (yaml::Node& item : node.child("skills").items()) {
      const double preference = item.number("preference", 0.01, 1);
      std::vector<ServiceId> served;
      if (item.has("service")) {
        served.push_back(reference<ServiceId>(result_, item, "service"));
      } else if (item.has("group")) {
        const auto group = reference<GroupId>(result_, item, "group");
        for (const auto& service : result_.services) {
          if (service.group == group) served.push_back(service.id);
        }
      } else {
        const auto department = reference<DepartmentId>(result_, item, "department");
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
    window.shift = read_hours(node, "shift");
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
  const Origin origin_;
  std::map<std::string, yaml::Node> roots_;  // the files, by their names
  Catalogue result_;
  Calendar::Week week_;  // of the hall
  DaysOff days_off_;
  Ids ids_;        // of the list that is being read
  Ids taken_;      // optional services that the centre has
  Ids not_taken_;  // and those that it has not
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

std::optional<Catalogue> read(const Files& files, yaml::Problems& problems, Origin origin) {
  const std::size_t before = problems.size();
  Catalogue catalogue = Reader(files, problems, origin).read();
  if (problems.size() > before) return std::nullopt;
  return catalogue;
}

}  // namespace biroyna::catalogue
