#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace framescope::filter
{

/// A step of a path: into the value of a key, into an element, or into every element.
struct PathStep {
    enum class Kind : std::uint8_t { Key, Element, Every };
    Kind kind = Kind::Key;
    QString key;
    std::uint32_t element = 0;
};

/// A way into a value as it was written, or what is wrong with it.
struct ValuePath {
    QString name; ///< before the first point or bracket
    std::vector<PathStep> steps;
    QString problem;
};

/// Of json.$.items[0].id, of json.items, which means the same as json.$.items, of json["a key"] and of [*], which stands
/// for every element. What is before the first point or bracket is only a name.
ValuePath valuePathOf(QStringView text);

/// How a path goes into the value of a key: ".id", or ["an odd key"].
QString keyStep(const QString &key);

} // namespace framescope::filter
