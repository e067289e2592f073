#include "app/recording.h"

namespace framescope::app
{

Result<std::unique_ptr<Recording>> Recording::create(const QString &path, const capture::RollLimits &limits)
{
    std::unique_ptr<Recording> recording(new Recording);
    QString target = path;
    if (target.isEmpty()) {
        recording->m_folder = std::make_unique<QTemporaryDir>();
        if (!recording->m_folder->isValid())
            return Error{
                QStringLiteral("cannot create a temporary folder: %1").arg(recording->m_folder->errorString())};
        target = recording->m_folder->filePath(QStringLiteral("framescope.pcapng"));
    }
    auto capture = capture::Capture::create(target);
    if (!capture)
        return capture.error();
    recording->m_capture = std::move(*capture);
    recording->m_capture->setRolling(limits);
    return recording;
}

} // namespace framescope::app
