#pragma once

#include "core/base/result.h"
#include "core/capture/capture.h"

#include <QTemporaryDir>

#include <memory>

namespace framescope::app
{

/// A new capture in the file the user named, or in a temporary one that goes when this goes.
class Recording
{
public:
    /// Errors: the file cannot be created.
    static Result<std::unique_ptr<Recording>> create(const QString &path, const capture::RollLimits &limits);

    capture::Capture &capture() { return *m_capture; }

private:
    Recording() = default;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<capture::Capture> m_capture;
};

} // namespace framescope::app
