#include "features/case_views/looks.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace biroyna::case_views {
namespace {

namespace json = boost::json;

constexpr std::string_view kKind = "application_viewed";
constexpr std::size_t kMostRemembered = 10'000;

std::string subject_of(std::string_view number) { return "application:" + std::string(number); }

bool of_centre(const Actor& actor) {
  return actor.kind == ActorKind::staff || actor.kind == ActorKind::device;
}

std::string data_of(const auth::Principal& who) {
  json::array departments;
  for (const auto& department : who.departments) departments.emplace_back(department.str());
  return json::serialize(
      json::object{{"role", auth::name(who.role)}, {"departments", std::move(departments)}});
}

// As what they looked, which the event says.
Look look_of(const audit::StoredEvent& event, const Actor& actor) {
  Look look{.at = event.at, .role = {}, .by_program = actor.kind == ActorKind::device};
  const json::value data = json::parse(event.data);
  if (auth::Role role{}; auth::parse_role(json::value_to<std::string>(data.at("role")), role))
    look.role = role;
  for (const auto& department : data.at("departments").as_array())
    look.departments.emplace_back(json::value_to<std::string>(department));
  return look;
}

// Of a document, whose event says only who: as what they work now.
Look look_of(const documents::Documents::View& view, const Actor& actor,
             const std::vector<staff::Person>& people) {
  Look look{.at = view.at, .role = {}, .by_program = actor.kind == ActorKind::device};
  const auto person = std::ranges::find(people, StaffId(actor.id), &staff::Person::id);
  if (actor.kind == ActorKind::staff && person != people.end()) {
    look.role = person->role;
    look.departments = person->departments;
  }
  return look;
}

}  // namespace

bool Looks::noted(const std::string& key, Time now) {
  const std::scoped_lock lock(mutex_);
  const auto found = last_.find(key);
  return found != last_.end() && now - found->second < kOnceIn;
}

void Looks::note(const cases::Application& application, const auth::Principal& who) {
  if (!of_centre(who.actor())) return;
  const std::string actor = auth::actor_of(who), key = application.number + ' ' + actor;
  const Time now = clock_();
  if (noted(key, now)) return;
  const std::string subject = subject_of(application.number), data = data_of(who);
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, application.centre);
    log_.append(tx, application.centre,
                {.at = now, .kind = kKind, .subject = subject, .actor = actor, .data = data});
  });
  const std::scoped_lock lock(mutex_);
  if (last_.size() >= kMostRemembered)
    std::erase_if(last_, [&](const auto& one) { return now - one.second >= kOnceIn; });
  if (last_.size() >= kMostRemembered) last_.clear();
  last_.insert_or_assign(key, now);
}

std::vector<Look> Looks::of(const cases::Application& application) const {
  std::vector<Look> looks;
  const auto events = db_.reading([&](db::Tx& tx) {
    return audit::views_of(tx, application.centre, {subject_of(application.number)}, kMost);
  });
  for (const auto& event : events) {
    const auto actor = parse_actor(event.actor);
    if (actor && of_centre(*actor)) looks.push_back(look_of(event, *actor));
  }
  const auto versions = applications_.documents_of(application);
  const auto people = applications_.people(application.centre);
  for (const auto& view : documents_.views_of(application.centre, versions)) {
    const auto actor = parse_actor(view.actor);
    const auto version =
        std::ranges::find_if(versions, [&](const auto& one) { return one.document.id == view.document; });
    if (!actor || !of_centre(*actor) || version == versions.end()) continue;
    looks.push_back(look_of(view, *actor, people));
    looks.back().document = version->type;
  }
  std::ranges::stable_sort(looks, std::greater(), &Look::at);
  if (looks.size() > kMost) looks.resize(kMost);
  return looks;
}

}  // namespace biroyna::case_views
