#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <QTemporaryFile>

#include <cstdint>
#include <memory>
#include <span>

namespace framescope
{

/// A file that goes with the object, readable by its owner only. Octets are written and read at places, not through a
/// mapping, so they cost no memory of this program; who reads many again and again can have a view all the same.
/// Thread: map() one at a time, the rest any; octets that are read while they are written are either.
class TemporaryFile
{
public:
    /// `purpose` names it in the folder and in errors: "inflated messages". Errors: no temporary folder, no space.
    static Result<std::unique_ptr<TemporaryFile>> create(const QString &purpose);

    /// Errors: disk full, and what else the system says. What was written of it before counts as not written.
    Result<void> write(std::uint64_t offset, ByteView octets);
    /// Fills `to`. Errors: fewer octets are there, and what else the system says.
    Result<void> read(std::uint64_t offset, std::span<char> to) const;

    /// A view of [offset, offset + size) that shows what is written there, also later. The file reaches so far from now
    /// on; where nothing was written there are zeros, whether the disk has space for more or not. Errors: as write(), and as the system
    /// says. Lifetime: the file's.
    Result<const std::uint8_t *> map(std::uint64_t offset, std::size_t size);

private:
    class Unbuffered;
    explicit TemporaryFile(std::unique_ptr<QTemporaryFile> file) : m_file(std::move(file)) {}

    std::unique_ptr<QTemporaryFile> m_file;
};

} // namespace framescope
