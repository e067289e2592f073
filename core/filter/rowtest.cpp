#include "core/filter/rowtest.h"

#include <utility>

namespace framescope::filter
{

struct RowTest::Node {
    Type type = Type::Everything;
    bool readsPayload = false;
    bool readsNotes = false;
    bool joins = false;
    std::size_t tests = 1;
    FieldTest field;
    OctetSearch search{QByteArray()};
    std::shared_ptr<const RowQuestion> question;
    RowTest first, second;
};

RowTest::RowTest() = default;

RowTest RowTest::field(RowField field, std::uint64_t low, std::uint64_t high)
{
    auto node = std::make_shared<Node>();
    node->type = Type::Field;
    node->field = {field, low, high};
    return RowTest(std::move(node));
}

RowTest RowTest::carries(const OctetSearch &search, bool joined)
{
    auto node = std::make_shared<Node>();
    node->type = Type::Carries;
    node->readsPayload = true;
    node->search = search;
    node->joins = joined;
    return RowTest(std::move(node));
}

RowTest RowTest::asks(std::shared_ptr<const RowQuestion> question, Reads reads)
{
    auto node = std::make_shared<Node>();
    node->type = Type::Asks;
    node->readsPayload = reads == Reads::File;
    node->readsNotes = reads == Reads::Notes;
    node->question = std::move(question);
    return RowTest(std::move(node));
}

RowTest::RowTest(Type type, const RowTest &a, const RowTest &b)
{
    auto node = std::make_shared<Node>();
    node->type = type;
    node->readsPayload = a.readsPayload() || b.readsPayload();
    node->readsNotes = a.readsNotes() || b.readsNotes();
    node->tests = type == Type::Not ? a.tests() : a.tests() + b.tests();
    node->first = a;
    node->second = b;
    // What needs no payload is asked first: it leaves fewer rows to read.
    if (type != Type::Not && a.readsPayload() && !b.readsPayload())
        std::swap(node->first, node->second);
    m_node = std::move(node);
}

bool RowTest::readsPayload() const noexcept { return m_node && m_node->readsPayload; }

std::size_t RowTest::tests() const noexcept { return m_node ? m_node->tests : 0; }

bool RowTest::readsNotes() const noexcept { return m_node && m_node->readsNotes; }

RowTest::Type RowTest::type() const noexcept { return m_node ? m_node->type : Type::Everything; }

const FieldTest &RowTest::fieldTest() const noexcept { return m_node->field; }

const OctetSearch &RowTest::search() const noexcept { return m_node->search; }

bool RowTest::joins() const noexcept { return m_node->joins; }

const RowQuestion &RowTest::question() const noexcept { return *m_node->question; }

const RowTest &RowTest::first() const noexcept { return m_node->first; }

const RowTest &RowTest::second() const noexcept { return m_node->second; }

} // namespace framescope::filter
