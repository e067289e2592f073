#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <QFileDevice>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <span>

/// What each system does its own way, in one place.
namespace framescope::platform
{

/// Forces what was written to the device. Errors: as the system says.
Result<void> syncFile(QFileDevice &file);

/// Makes a rename in this folder last through a power cut; does nothing where the system has no such call.
Result<void> syncFolder(const QString &folder);

/// Grows the file to `size` octets with their disk space taken at once, so that writing to a mapping of them cannot
/// meet a full disk. Errors: no space, no such support.
Result<void> reserve(QFileDevice &file, std::uint64_t size);

/// Asks for disk space from `from` on, `size` octets, without making the file longer: writing there costs the system a
/// third less then. Space beyond the file's end goes when the file is next resized. Nothing happens where there is no
/// such call, or where less than `leave` octets would be left for others.
void reserveAhead(QFileDevice &file, std::uint64_t from, std::uint64_t size, std::uint64_t leave = 0) noexcept;

/// Writes all octets at this place of an open, unbuffered file; the file's own position plays no part. Errors: as the
/// system says; some octets may be written then. Thread: any number at a time.
Result<void> writeAt(QFileDevice &file, std::uint64_t offset, ByteView octets);
/// The same of several pieces one after the other, with as few calls of the system as it has for that.
Result<void> writeAt(QFileDevice &file, std::uint64_t offset, std::span<const ByteView> pieces);
/// Reads as many octets as `to` holds from this place. Errors: the file ends before, and as the system says.
/// Thread: any number at a time.
Result<void> readAt(QFileDevice &file, std::uint64_t offset, std::span<char> to);

/// Takes an exclusive lock that ends with the open file (or the program); false when another program has it.
/// Readers are not kept out.
bool tryLock(QFileDevice &file);

/// Whether a living program holds the lock of this file. False when the file cannot be opened.
bool isLocked(const QString &path);
/// The same of a file that is open here, whatever its name is by now. Not for the file that holds the lock.
bool isLocked(QFileDevice &file);

/// Whether this name leads to the file that is open here; true where the system does not say. Windows keeps files that
/// are open in their place.
bool isSameFile(QFileDevice &open, const QString &path);

/// Puts `from` in the place of `to` in one step, whether `to` exists or not. Both are on one file system.
Result<void> replaceFile(const QString &from, const QString &to);

/// Lets the system take back memory of a shared mapping; its octets stay in the file and come again when touched. Does
/// nothing where the system has no such call.
void releaseMapped(void *memory, std::size_t size) noexcept;

/// Fills this with octets nobody can predict, from the system itself and never from a processor's own generator alone:
/// QRandomGenerator::system() asks RDSEED where there is one, and some processors give the same number twice there.
/// Thread: any number at a time.
void fillRandom(std::span<std::uint8_t> to);

/// Octets of memory this program holds now; 0 where it is not known.
std::uint64_t residentMemory();

} // namespace framescope::platform
