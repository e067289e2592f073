#include "core/base/filebackedarray.h"

#include "core/base/platform.h"

#include <QDir>

namespace framescope
{

MappedScratch::MappedScratch() = default;
MappedScratch::~MappedScratch() = default;

Result<std::uint8_t *> MappedScratch::grow(std::size_t size)
{
    if (!m_file) {
        // Empty when the folder that the environment names does not exist.
        const QString folder = QDir::tempPath();
        if (folder.isEmpty())
            return Error{u"there is no temporary folder for the frame index; check the variable TMPDIR"_qs};
        auto file = std::make_unique<QTemporaryFile>(folder + u"/framescope-index-XXXXXX"_qs);
        if (!file->open())
            return Error{
                u"cannot make a temporary file for the frame index in %1: %2"_qs.arg(folder, file->errorString())};
        m_file = std::move(file);
    }
    const qint64 offset = m_file->size();
    if (auto reserved = platform::reserve(*m_file, static_cast<std::uint64_t>(offset) + size); !reserved)
        return Error{u"no space for the frame index: "_qs + reserved.error().message};
    // QFile keeps a size in mind; asking for it is what renews it before map() looks.
    if (m_file->size() < offset + static_cast<qint64>(size))
        return Error{u"the temporary file for the frame index did not grow"_qs};
    uchar *const memory = m_file->map(offset, static_cast<qint64>(size));
    if (memory == nullptr)
        return Error{u"cannot map the frame index: "_qs + m_file->errorString()};
    return memory;
}

void MappedScratch::release(void *memory, std::size_t size) noexcept { platform::releaseMapped(memory, size); }

} // namespace framescope
