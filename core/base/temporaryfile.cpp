#include "core/base/temporaryfile.h"

#include "core/base/platform.h"

#include <QDir>

namespace framescope
{

/// QTemporaryFile opens with a buffer, which would be one more place that notices a full disk too late.
class TemporaryFile::Unbuffered : public QTemporaryFile
{
public:
    using QTemporaryFile::QTemporaryFile;
    bool openUnbuffered() { return open(QIODevice::ReadWrite | QIODevice::Unbuffered); }

private:
    using QTemporaryFile::open;
};

Result<std::unique_ptr<TemporaryFile>> TemporaryFile::create(const QString &purpose)
{
    // Empty when the folder that the environment names does not exist.
    const QString folder = QDir::tempPath();
    if (folder.isEmpty())
        return Error{u"there is no temporary folder for %1; check the variable TMPDIR"_qs.arg(purpose)};
    QString name = purpose;
    name.replace(u' ', u'-');
    auto file = std::make_unique<Unbuffered>(folder + u"/framescope-%1-XXXXXX"_qs.arg(name));
    if (!file->openUnbuffered())
        return Error{u"cannot make a temporary file for %1 in %2: %3"_qs.arg(purpose, folder, file->errorString())};
    return std::unique_ptr<TemporaryFile>(new TemporaryFile(std::move(file)));
}

Result<void> TemporaryFile::write(std::uint64_t offset, ByteView octets)
{
    return platform::writeAt(*m_file, offset, octets);
}

Result<void> TemporaryFile::read(std::uint64_t offset, std::span<char> to) const
{
    return platform::readAt(*m_file, offset, to);
}

Result<const std::uint8_t *> TemporaryFile::map(std::uint64_t offset, std::size_t size)
{
    const auto end = static_cast<qint64>(offset + size);
    if (m_file->size() < end && !m_file->resize(end))
        return Error{u"cannot make %1 longer: %2"_qs.arg(m_file->fileName(), m_file->errorString())};
    // QFile keeps a size in mind; asking for it is what renews it before map() looks.
    if (m_file->size() < end)
        return Error{u"%1 did not become longer"_qs.arg(m_file->fileName())};
    platform::reserveAhead(*m_file, offset, size);
    const uchar *const view = m_file->map(static_cast<qint64>(offset), static_cast<qint64>(size));
    if (view == nullptr)
        return Error{u"cannot map %1: %2"_qs.arg(m_file->fileName(), m_file->errorString())};
    return view;
}

} // namespace framescope
